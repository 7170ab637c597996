/**
 * The slope of one stretch of a life, with its warm-up left out: what a run of an investigation is measured by. Rows in,
 * one view out, as of the last row; the same floor, explainers and posterior as the detector's, and the same gate
 * (docs/growth.md, G5 and G7; docs/investigations.md, I2). Memory is bounded by the number of bounded structures.
 */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { COLLECTIONS_NEEDED, SETTLED_WARM_UPS, stillSettles } from './conclude'
import { curveOf, type FillGate, fillGate } from './fill-gate'
import { FloorRing } from './floor-ring'
import { INPUTS, ProcessInputs } from './inputs'
import { DAY_STANDS_FROM_MS, quantumOf } from './judge'
import { Ladder } from './ladder'
import { LiveSets } from './live-sets'
import { loadOver } from './load-told'
import { firstAt, type Points } from './points'
import { explainersAt, livePoints, lowPoints, meanPoints } from './point-sources'
import { countCycle, forgetSwing, noCycles } from './reclaim-cycles'
import { type Role, roleOf } from './roles'
import { loadMoves } from './window-checks'
import { type Explainers, viewWindow, type WindowView } from './window-view'

const HOUR_MS = 3_600_000
/** What is slower to follow than this many warm-ups is not looked back for. */
export const LOOK_BACK_WARM_UPS = 3
/** A fill that moves by less than this beside the slope only takes time's place. */
const FILL_MOVES = 0.05
/** A slope beyond what the window has covered comes of columns that cannot be told apart: it is not known. */
const RANGES_COVERED = 2
/** Where warm-ups of which nothing is reported may still go on, as shares of the longest. */
const WARM_UPS: readonly number[] = [0.4]
const SETTLE_SHARE = 0.6
/** A load that swings by less explains nothing, and its lags only take time's place. */
const STILL_LOAD = 0.2

export interface SteadyOptions {
  warmUpMs: number
  /** When the life began, and the stretch of it that counts. */
  startedAtMs: number
  fromMs: number
  /** In the order of the rows. */
  series: readonly SeriesDeclaration[]
  /** The index of the series whose slope is wanted. */
  metric: number
}

/** Why nothing is known of the slope yet; the first of these that holds. */
export type SteadyWait = 'data' | 'fill' | 'warm-up' | 'settling' | 'collections' | 'load'

export interface SteadyView {
  /** The first and last row of the stretch; `NaN` where there is none. */
  fromMs: number
  toMs: number
  /** When the steady part began; `null` while the gate is closed. */
  steadyFromMs: number | null
  /** What the start waited for, or waits for. */
  gate: {
    waits: SteadyWait | null
    heldBy: SteadyWait | null
    opensAtMs: number
    series: string | null
    share: number | null
  }
  slope: SlopeOfHour | null
  load: { of: 'client' | 'request'; mean: number; low: number; high: number } | null
  fills: { series: string; share: number; isFilling: boolean }[]
}

/** In the metric's unit an hour. */
export interface SlopeOfHour {
  mean: number
  /** The slope below which this share of the weight lies. */
  quantile: (share: number) => number
}

export class SteadySlope {
  private readonly options: SteadyOptions
  private readonly inputs: ProcessInputs
  private readonly ladder: Ladder
  private readonly ring = new FloorRing(1)
  private readonly cycles = noCycles()
  private readonly live: LiveSets | null
  private readonly bounded: { index: number; max: number; name: string }[]
  private readonly row: Float64Array
  private readonly lowRow = new Float64Array(1)
  private readonly gcIndex: number
  private readonly role: Role
  private lastAtMs = Number.NEGATIVE_INFINITY
  private firstAtMs = Number.NaN

  constructor(options: SteadyOptions) {
    const { series, warmUpMs, metric } = options
    const declared = series[metric]
    if (declared === undefined) throw new RangeError(`There is no series ${metric}; there are ${series.length}.`)
    this.options = options
    this.inputs = new ProcessInputs(warmUpMs)
    this.inputs.declare(series)
    this.role = roleOf(declared, declared.name === 'memory.live_set')
    this.live = this.role === 'live' ? new LiveSets() : null
    this.gcIndex = series.findIndex(({ name }) => name === 'gc.major_count')
    this.bounded = series.flatMap(({ name, kind, max }, index) =>
      index !== metric && (name === 'cache.fill' || (kind === 'pool' && max !== undefined))
        ? [{ index, max: name === 'cache.fill' ? 1 : (max as number), name }]
        : [],
    )
    this.row = new Float64Array(INPUTS + 1 + this.bounded.length).fill(Number.NaN)
    this.ladder = new Ladder(this.row.length)
  }

  /** One row, in the order of the series; `NaN` is "not known". A time that is not later is left out. */
  push(atMs: number, values: Float64Array, offset: number): void {
    if (!(atMs > this.lastAtMs)) return
    const { row, lastAtMs: beforeMs } = this
    this.inputs.read(values, offset, atMs - beforeMs, row)
    this.lastAtMs = atMs
    const value = values[offset + this.options.metric] as number
    row[INPUTS] = value
    for (const [place, { index, max }] of this.bounded.entries())
      row[INPUTS + 1 + place] = (values[offset + index] as number) / max
    if (atMs >= this.options.fromMs && Number.isNaN(this.firstAtMs)) this.firstAtMs = atMs
    this.ladder.push(atMs, row, 0)
    if (this.role === 'sawtooth') {
      const warmAtMs = this.options.startedAtMs + this.options.warmUpMs
      if (atMs >= warmAtMs && beforeMs < warmAtMs) forgetSwing(this.cycles)
      countCycle(this.cycles, value, atMs)
      this.lowRow[0] = value
      this.ring.push(atMs, this.lowRow, 0)
    }
    const count = this.gcIndex >= 0 ? (values[offset + this.gcIndex] as number) : Number.NaN
    this.live?.push(atMs, value, count, row)
  }

  view(): SteadyView {
    const { startedAtMs, fromMs, warmUpMs } = this.options
    const fills = this.fills()
    const gate = this.gateOf(fills)
    const isOpen = gate.waits === null
    const steadyFromMs = Math.max(fromMs, startedAtMs + warmUpMs, ...fills.map(({ gate: { fullAtMs } }) => fullAtMs))
    const found: SteadyView = {
      fromMs: this.firstAtMs,
      toMs: Number.isNaN(this.firstAtMs) ? Number.NaN : this.lastAtMs,
      steadyFromMs: isOpen ? steadyFromMs : null,
      gate,
      slope: null,
      load: this.loadOf(isOpen ? steadyFromMs : fromMs),
      fills: fills.map(({ name, gate: { share, isFilling } }) => ({ series: name, share, isFilling })),
    }
    if (!isOpen) return found
    const { points, explain } = this.points()
    const from = firstAt(points, steadyFromMs)
    const view = this.viewFrom(points, explain, from)
    if (view === null || Math.abs(view.posterior.slope) > RANGES_COVERED)
      return this.waitForPoints(found, points.count - from, explain.loads.length > 0)
    if (stillSettles(view, this.lastAtMs - startedAtMs, warmUpMs)) return { ...found, gate: this.settling(gate) }
    const perHour = view.unitPerMs * HOUR_MS
    found.slope = {
      mean: view.posterior.slope * perHour,
      quantile: (share) => view.posterior.quantile(share) * perHour,
    }
    return found
  }

  private points(): { points: Points; explain: Explainers } {
    const { ladder, live, inputs, ring, cycles } = this
    const points =
      live !== null
        ? livePoints(live.ladder)
        : this.role === 'sawtooth'
          ? lowPoints(ring, 0, cycles, this.lastAtMs)
          : meanPoints(ladder, INPUTS)
    const { kind, name } = this.options.series[this.options.metric] as SeriesDeclaration
    const hasLoad = inputs.loadOf !== null && kind !== 'clients'
    const hasFill = inputs.hasFill && kind !== 'pool' && name !== 'cache.fill'
    const of = live?.ladder ?? ladder
    return { points, explain: explainersAt(points, of, live === null ? 0 : 1, hasLoad, hasFill) }
  }

  private viewFrom(points: Points, explain: Explainers, from: number): WindowView | null {
    const { startedAtMs, warmUpMs, series, metric } = this.options
    if (points.count <= from) return null
    const fromAgeMs = (points.times[from] as number) - startedAtMs
    const spanMs = (points.times[points.count - 1] as number) - (points.times[from] as number)
    const count = points.count - from
    const isStill = loadMoves(explain.loads[1], from, count).swing <= STILL_LOAD
    const fill = explain.fill !== null && movesBy(explain.fill, from) > FILL_MOVES ? explain.fill : null
    return viewWindow(
      points,
      from,
      { loads: isStill ? [] : explain.loads, served: isStill ? null : explain.served, fill },
      {
        warmUpsMs: fromAgeMs < 2 * warmUpMs ? WARM_UPS.map((share) => share * warmUpMs) : [],
        startedAtMs,
        settleMs: SETTLE_SHARE * warmUpMs,
        quantum: quantumOf(series[metric] as SeriesDeclaration, points),
        waves: explain.loads.length === 0 && spanMs > DAY_STANDS_FROM_MS ? 2 : 0,
      },
    )
  }

  private fills(): { name: string; gate: FillGate }[] {
    return this.bounded.flatMap(({ name }, place) => {
      const gate = fillGate(curveOf(this.ladder, INPUTS + 1 + place), this.options.startedAtMs)
      return gate === null ? [] : [{ name, gate }]
    })
  }

  private gateOf(fills: readonly { name: string; gate: FillGate }[]): SteadyView['gate'] {
    const { startedAtMs, warmUpMs } = this.options
    if (Number.isNaN(this.firstAtMs))
      return { waits: 'data', heldBy: 'data', opensAtMs: Number.NaN, series: null, share: null }
    const nowMs = this.lastAtMs
    const warmAtMs = startedAtMs + warmUpMs
    const filling = fills.filter(({ gate }) => gate.isFilling)
    // What fills longest holds the gate; what cannot be told when it ends, before all others.
    const endOf = ({ gate }: { gate: FillGate }): number =>
      gate.isFilling ? nowMs + (Number.isNaN(gate.fullInMs) ? Number.POSITIVE_INFINITY : gate.fullInMs) : gate.fullAtMs
    const last = (filling.length > 0 ? filling : fills).toSorted((a, b) => endOf(b) - endOf(a))[0]
    const fillEndMs = last === undefined ? Number.NEGATIVE_INFINITY : endOf(last)
    const isFill = last !== undefined && fillEndMs > warmAtMs
    const opensAtMs = Math.max(warmAtMs, fillEndMs)
    const isKnown = fills.every(({ gate }) => gate.isKnown)
    return {
      waits: this.waitsFor(filling.length > 0, isFill, nowMs < warmAtMs, isKnown),
      heldBy: isFill ? 'fill' : 'warm-up',
      opensAtMs: Number.isFinite(opensAtMs) ? opensAtMs : Number.NaN,
      series: isFill ? last.name : null,
      share: isFill ? last.gate.share : null,
    }
  }

  private waitsFor(fills: boolean, isFill: boolean, isYoung: boolean, isKnown: boolean): SteadyWait | null {
    if (fills && isFill) return 'fill'
    if (fills || isYoung) return 'warm-up'
    return isKnown ? null : 'data'
  }

  /**
   * A live set is known only after collections; everything else only has to be seen a little longer. Where there are points
   * enough, time cannot be told from the load that moved with it.
   */
  private waitForPoints(found: SteadyView, count: number, hasLoad: boolean): SteadyView {
    const missing = Math.max(1, COLLECTIONS_NEEDED - count)
    const betweenMs = this.live?.betweenMs ?? Number.NaN
    const opensAtMs = this.lastAtMs + (Number.isNaN(betweenMs) ? Number.NaN : missing * betweenMs)
    const isApart = count < COLLECTIONS_NEEDED || !hasLoad
    const waits = !isApart ? 'load' : this.live === null ? 'data' : 'collections'
    return { ...found, gate: { ...found.gate, waits, opensAtMs } }
  }

  private settling(gate: SteadyView['gate']): SteadyView['gate'] {
    const { startedAtMs, warmUpMs } = this.options
    const likely = [2, SETTLED_WARM_UPS].map((many) => startedAtMs + many * warmUpMs)
    const opensAtMs = likely.find((atMs) => atMs > this.lastAtMs) ?? this.lastAtMs
    return { ...gate, waits: 'settling', opensAtMs }
  }

  private loadOf(fromMs: number): SteadyView['load'] {
    const { loadOf: of } = this.inputs
    if (of === null) return null
    const over = loadOver(this.ladder, fromMs, this.lastAtMs)
    return over && { of, ...over }
  }
}

function movesBy(column: Float64Array, from: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = from; i < column.length; i++) {
    low = Math.min(low, column[i] as number)
    high = Math.max(high, column[i] as number)
  }
  return high - low
}
