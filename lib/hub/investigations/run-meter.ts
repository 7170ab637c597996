/** Measures the runs of investigations: reads each life of a run from history, and lets lib/growth say its slope. */
import { LOOK_BACK_WARM_UPS, SteadySlope } from '../../growth/steady-slope'
import type { KeptLife, Store } from '../../history/store'
import type { MeasuredPart, MeasuredRun } from '../../investigations/measured'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { SteppedPoint } from '../../protocol/http-api'
import type { Run, RunPart } from '../../protocol/investigations'
import type { Unit } from '../../protocol/vocabulary'
import { AgeCurve } from './age-curve'
import { withLoadSource } from './load-source'
import { readRows, type RunRows, stepFor } from './run-rows'

/** Lives of one run that are looked at; of more, those that lasted longest. */
const PARTS = 40
/** Bounded structures of a process that are asked how full they are. */
const BOUNDED = 60
/** Points of a curve over age. */
const CURVE_POINTS = 240
/** Two starts of a process lie at least so far apart, or nothing can be said of the one between. */
const LEAST_PART_MS = 1_000

export interface RunMeterOptions {
  store: Pick<Store, 'series' | 'lives'>
  /** Ids of the processes of a service. */
  processesOf: (service: string) => string[]
  warmUpMs: number
  nowMs: () => number
}

/** A life within a run, with the series that its slope needs. */
export interface LifePart {
  part: RunPart
  /** The metric first; empty where the life does not have it. */
  series: SeriesDeclaration[]
  life: KeptLife
}

export class RunMeter {
  readonly #options: RunMeterOptions

  constructor(options: RunMeterOptions) {
    this.#options = options
  }

  async measure(run: Run, service: string, metric: string): Promise<MeasuredRun> {
    const parts = await this.lifeParts(run, service, metric)
    const measured: MeasuredPart[] = []
    const longestMs = Math.max(1, ...parts.map(({ part }) => part.toMs - part.startedAtMs))
    const curve = new AgeCurve(Math.max(stepFor(longestMs), Math.ceil(longestMs / CURVE_POINTS)))
    const figures = { peak: null as number | null, floor: null as number | null, level: null as number | null }
    for (const one of parts) {
      if (one.series.length === 0) continue
      const { rows, view } = await this.#measurePart(one)
      if (Number.isNaN(view.fromMs)) continue
      measured.push({ part: { ...one.part, fromMs: view.fromMs, toMs: view.toMs }, view })
      takeFigures(rows, one.part, curve, figures)
    }
    return {
      run,
      unit: unitOf(parts),
      parts: measured,
      ...figures,
      curve: curve.points() satisfies SteppedPoint[],
    }
  }

  /** The lives of a run, the longest first where there are very many, in the order of their begin. */
  async lifeParts(run: Run, service: string, metric: string): Promise<LifePart[]> {
    const toMs = Math.min(run.toMs ?? Number.POSITIVE_INFINITY, this.#options.nowMs())
    const processes = run.process === null ? this.#options.processesOf(service) : [run.process]
    const all: LifePart[] = []
    for (const process of processes) all.push(...(await this.#livesOf(process, run.fromMs, toMs, metric)))
    const longest = all.toSorted((a, b) => lastedMs(b) - lastedMs(a)).slice(0, PARTS)
    return longest.toSorted((a, b) => a.part.fromMs - b.part.fromMs)
  }

  async #livesOf(process: string, fromMs: number, toMs: number, metric: string): Promise<LifePart[]> {
    const lives = await this.#options.store.lives({ process, fromMs, toMs })
    return lives.flatMap((life, at): LifePart[] => {
      const { boot, instance, startedAtMs, version } = life.life
      // A life ends, at the latest, when the next one begins.
      const nextMs = lives[at + 1]?.life.startedAtMs ?? Number.POSITIVE_INFINITY
      const part: RunPart = {
        process,
        instance,
        boot,
        startedAtMs,
        fromMs: Math.max(fromMs, startedAtMs),
        toMs: Math.min(toMs, nextMs - 1),
        ...(version === undefined ? {} : { version }),
      }
      return part.toMs - part.fromMs < LEAST_PART_MS ? [] : [{ part, life, series: wantedOf(life.series, metric) }]
    })
  }

  async #measurePart({ part, series }: LifePart) {
    const { store, warmUpMs } = this.#options
    const { process, startedAtMs, fromMs, toMs } = part
    const backMs = Math.max(startedAtMs, Math.floor(fromMs - LOOK_BACK_WARM_UPS * warmUpMs))
    const rows = await readRows(store, process, series, backMs, toMs)
    const steady = new SteadySlope({ warmUpMs, startedAtMs, fromMs, series: withLoadSource(rows), metric: 0 })
    for (const [row, atMs] of rows.atMs.entries()) steady.push(atMs, rows.values, row * series.length)
    return { rows, view: steady.view() }
  }
}

function lastedMs({ part }: LifePart): number {
  return part.toMs - part.fromMs
}

function unitOf(parts: readonly LifePart[]): Unit | null {
  return parts.find(({ series }) => series.length > 0)?.series[0]?.unit ?? null
}

/** The metric and what may explain it: load, fill, collections. */
function wantedOf(series: readonly SeriesDeclaration[], metric: string): SeriesDeclaration[] {
  const own = series.find(({ name }) => name === metric)
  if (own === undefined) return []
  const beside = series.filter(
    ({ name, kind }) =>
      name !== metric && (kind === 'clients' || ['load.requests', 'cache.fill', 'gc.major_count'].includes(name)),
  )
  const bounded = series.filter(({ name, kind, max }) => name !== metric && kind === 'pool' && max !== undefined)
  return [own, ...beside, ...bounded.slice(0, BOUNDED)]
}

interface Figures {
  peak: number | null
  floor: number | null
  level: number | null
}

function takeFigures(rows: RunRows, part: RunPart, curve: AgeCurve, figures: Figures): void {
  const width = rows.series.length
  const lastFifthMs = part.toMs - (part.toMs - part.fromMs) / 5
  for (const [row, atMs] of rows.atMs.entries()) {
    const [low, mean, high] = [rows.low[row] as number, rows.values[row * width] as number, rows.high[row] as number]
    if (atMs < part.fromMs || Number.isNaN(mean)) continue
    curve.add(atMs - part.startedAtMs, low, mean, high)
    figures.peak = Math.max(figures.peak ?? high, high)
    if (atMs >= lastFifthMs) figures.floor = Math.min(figures.floor ?? low, low)
    figures.level = mean
  }
}
