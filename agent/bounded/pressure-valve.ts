/** Lowers the limits of other structures as memory nears its own, in steps, and raises them again when it is well below. */
import process from 'node:process'
import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { show } from '../../lib/protocol/checks'
import { everyWhileAlive } from './clock'
import { type Bounded, type Restrictable, Structure, type StructureOptions, wholeOption } from './structure'

export interface PressureStep {
  /** From this share of a memory limit on (above 0, at most 1), … */
  at: number
  /** … each structure takes this share of its `max`: from 0 (which leaves one entry) to 1. */
  limit: number
}

/** How much of what is used, as of now. `null`: there is no such limit, or it is not known. */
export interface MemoryReading {
  heapBytes: number
  heapLimitBytes: number | null
  residentBytes: number
  /** The container's, else none: a machine's memory is shared with others. */
  memoryLimitBytes: number | null
}

export interface PressureValveOptions extends Omit<StructureOptions, 'max'> {
  /** What is restricted. Held weakly. */
  structures: readonly Restrictable[]
  /** From the gentlest to the hardest, at most 10. Default: at 75 % of a limit three quarters, at 85 % a half, at 92 % a quarter. */
  steps?: readonly PressureStep[] | undefined
  /** How far below a step's `at` memory must be before that step is taken back, as a share of the limit: 0 to 0.5. Default 0.05. */
  hysteresis?: number | undefined
  /** How long it must be there, in milliseconds from 0 to an hour. Default 10,000. */
  holdMs?: number | undefined
  /** How far apart memory is read, in milliseconds from 10 to a minute. Default 1,000. */
  everyMs?: number | undefined
  /** Where memory is read from. Default: V8's heap and its limit, the resident set and the container's limit. */
  read?: (() => MemoryReading) | undefined
}

export interface PressureValveStats {
  /** The step that holds, from 0 (none). */
  size: number
  /** How many steps there are. */
  max: number
  /** What each structure takes of its `max` now. */
  limitShare: number
  /** The larger of the heap's and the resident set's share of its limit; `null` before the first reading, or where no limit is known. */
  pressure: number | null
  /** How often it went one step up, and one down. */
  raised: number
  lowered: number
}

const DEFAULT_STEPS: readonly PressureStep[] = [
  { at: 0.75, limit: 0.75 },
  { at: 0.85, limit: 0.5 },
  { at: 0.92, limit: 0.25 },
]
const STEPS_MOST = 10
/**
 * The heap is taken at its lowest over so many readings: between collections it is full of garbage, which is no pressure. A heap that
 * fills for good is seen so many readings late at most.
 */
const READINGS = 5

/** A rise goes as many steps at once as it must; a fall goes one step each `holdMs`. */
export class PressureValve extends Structure implements Bounded<PressureValveStats> {
  readonly #structures: readonly WeakRef<Restrictable>[]
  readonly #steps: readonly PressureStep[]
  readonly #hysteresis: number
  readonly #holdMs: number
  readonly #read: () => MemoryReading
  readonly #endTimer: () => void
  readonly #heaps: number[] = []
  readonly #counts = { raised: 0, lowered: 0 }
  #step = 0
  #pressure: number | null = null
  /** Since when memory is low enough for the step below; `NaN`: it is not. */
  #lowSinceMs = Number.NaN

  constructor(options: PressureValveOptions) {
    const steps = stepsOf(options.name, options.steps ?? DEFAULT_STEPS)
    super({ ...options, max: steps.length }, steps.length)
    const { name, max } = this
    this.#steps = steps
    this.#structures = options.structures.map((structure) => new WeakRef(structure))
    this.#hysteresis = shareOption(name, 'hysteresis', options.hysteresis, 0.5, 0.05)
    this.#holdMs = wholeOption(name, 'holdMs', options.holdMs, 0, 3_600_000, 10_000)
    const everyMs = wholeOption(name, 'everyMs', options.everyMs, 10, 60_000, 1_000)
    this.#read = options.read ?? readMemory
    this.#endTimer = everyWhileAlive<PressureValve>(this.clock, everyMs, this, (valve) => valve.check())
    this.reportBy((agent, watched) => [
      agent.gauge(`pressure.${name}`, { ...watched, read: (valve) => valve.#pressure }, { unit: 'ratio' }),
      agent.gauge(`pressure_step.${name}`, { ...watched, read: ({ size }) => size }, { help: `0 to ${max}.` }),
    ])
  }

  /** The step that holds, from 0. */
  get size(): number {
    return this.#step
  }

  /** Reads memory, and sets the limits by it. Its timer does this. */
  check(): void {
    if (this.isClosed) return
    const nowMs = this.clock.nowMs()
    const read = this.#measure()
    if (read === null) return
    this.#pressure = read.share
    const wanted = this.#steps.filter(({ at }) => read.share >= at).length
    if (wanted > this.#step) {
      this.#counts.raised += wanted - this.#step
      this.#lowSinceMs = Number.NaN
      this.#set(wanted, `${read.what} is at ${percent(read.share)} of its limit`, 'warn')
      return
    }
    const held = this.#steps[this.#step - 1]
    if (!held || read.share > held.at - this.#hysteresis) {
      this.#lowSinceMs = Number.NaN
      return
    }
    if (Number.isNaN(this.#lowSinceMs)) this.#lowSinceMs = nowMs
    if (nowMs - this.#lowSinceMs < this.#holdMs) return
    this.#counts.lowered++
    this.#lowSinceMs = nowMs
    this.#set(this.#step - 1, `${read.what} is back at ${percent(read.share)} of its limit`, 'info')
  }

  stats(): PressureValveStats {
    return {
      size: this.#step,
      max: this.max,
      limitShare: this.#limitShare,
      pressure: this.#pressure,
      ...this.#counts,
    }
  }

  /** Every limit is what it was made with again. */
  override close(): void {
    if (this.isClosed) return
    super.close()
    this.#endTimer()
    this.#step = 0
    this.#restrict()
  }

  get #limitShare(): number {
    return this.#steps[this.#step - 1]?.limit ?? 1
  }

  #measure(): { share: number; what: string } | null {
    let reading: MemoryReading | undefined
    if (!this.attempt('read', () => (reading = this.#read())) || !reading) return null
    const { heapBytes, heapLimitBytes, residentBytes, memoryLimitBytes } = reading
    this.#heaps.push(heapBytes)
    if (this.#heaps.length > READINGS) this.#heaps.shift()
    const isHeapKnown = heapLimitBytes !== null && this.#heaps.length === READINGS
    const heap = isHeapKnown ? Math.min(...this.#heaps) / heapLimitBytes : Number.NaN
    const resident = memoryLimitBytes === null ? Number.NaN : residentBytes / memoryLimitBytes
    if (Number.isNaN(heap) && Number.isNaN(resident)) return null
    return resident > heap || Number.isNaN(heap)
      ? { share: resident, what: 'the resident set' }
      : { share: heap, what: 'the heap' }
  }

  #set(step: number, why: string, level: 'info' | 'warn'): void {
    this.#step = step
    this.#restrict()
    const share = this.#limitShare
    const names = this.#alive().map(({ name }) => name)
    const taken = share === 1 ? 'all of their max again' : `${percent(share)} of their max`
    this.event('pressure', `Step ${step} of ${this.max}: ${why}; ${names.join(', ')} take ${taken}.`, step, level)
  }

  #restrict(): void {
    for (const structure of this.#alive()) structure.restrict(this.#limitShare)
  }

  #alive(): Restrictable[] {
    return this.#structures.flatMap((reference) => reference.deref() ?? [])
  }
}

/** As V8 and the system say it. `process.constrainedMemory` answers an enormous number where there is no limit, and is absent before Node 19.6. */
export function readMemory(): MemoryReading {
  const { used_heap_size: heapBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics()
  const constrained = process.constrainedMemory?.() ?? 0
  const memoryLimitBytes = constrained > 0 && constrained < totalmem() ? constrained : null
  return { heapBytes, heapLimitBytes, residentBytes: process.memoryUsage.rss(), memoryLimitBytes }
}

function stepsOf(name: string, steps: readonly PressureStep[]): readonly PressureStep[] {
  const fault = (what: string): Error => new RangeError(`${name}: steps ${what}`)
  if (!Array.isArray(steps) || steps.length < 1 || steps.length > STEPS_MOST)
    throw fault(`must be 1 to ${STEPS_MOST} of { at, limit }; ${show(steps)} came.`)
  steps.forEach(({ at, limit }, index) => {
    if (!(at > 0 && at <= 1)) throw fault(`[${index}].at must be above 0 and at most 1; ${show(at)} came.`)
    if (!(limit >= 0 && limit <= 1)) throw fault(`[${index}].limit must be from 0 to 1; ${show(limit)} came.`)
    const before = steps[index - 1] as PressureStep | undefined
    if (before && !(at > before.at && limit <= before.limit))
      throw fault(`must go from the gentlest to the hardest; [${index}] does not.`)
  })
  return steps.map(({ at, limit }) => ({ at, limit }))
}

function shareOption(name: string, option: string, value: unknown, most: number, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && value >= 0 && value <= most) return value
  throw new RangeError(`${name}: ${option} must be a share from 0 to ${most}; ${show(value)} came.`)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
