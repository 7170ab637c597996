/** What every bounded structure has: a name, a size, a bound, a limit below it that can be lowered for a time, and its report. */
import { show } from '../../lib/protocol/checks'
import { type Attach, type Report, reportOf, type Reporting } from '../current'
import { reasonOf, Warnings } from '../warnings'
import { type Clock, STEADY_CLOCK } from './clock'

/** What all of them answer to. `Stats` holds plain numbers, cumulative since the structure was made where they count something. */
export interface Bounded<Stats extends object = object> {
  readonly name: string
  /** How many entries it holds now. */
  readonly size: number
  /** How many it holds at the very most, as it was made. */
  readonly max: number
  stats(): Stats
  /** Lets go of everything, ends its timers and its series. Whatever is called later does nothing. */
  close(): void
}

/** A structure whose bound can be lowered for a time. */
export interface Restrictable {
  readonly name: string
  readonly max: number
  /** How many entries it takes now: from 1 to `max`. */
  readonly limit: number
  /** Sets `limit` to this share (0 to 1) of `max`. What each does with what it holds above it, it says itself. */
  restrict(share: number): void
}

// Options say `| undefined`, so that a host under exactOptionalPropertyTypes may hand on what it may not have.

export interface StructureOptions {
  /** What its series are called after: `mesh` gives `pool.mesh`. A letter, then letters, digits and `_ . : / -`. */
  name: string
  /** The most entries, a whole number from 1 to 16,777,216. Each structure says its default. */
  max?: number | undefined
  /** Who it reports to. Default: the agent of this process, whenever there is one. `null`: nobody. */
  agent?: Reporting | null | undefined
  /** Default: the machine's steady clock. */
  clock?: Clock | undefined
}

const MAX_MOST = 2 ** 24
const NAME = /^[a-z][\w.:/-]{0,99}$/iu

/** One for the process: a host is told once per structure and cause. */
const warnings = new Warnings()

export abstract class Structure implements Restrictable {
  readonly name: string
  readonly max: number
  abstract readonly size: number
  protected readonly clock: Clock
  protected isClosed = false
  #limit: number
  #report: Report | undefined
  readonly #agent: Reporting | null | undefined

  protected constructor({ name, max, agent, clock = STEADY_CLOCK }: StructureOptions, defaultMax: number) {
    if (typeof name !== 'string' || !NAME.test(name))
      throw new TypeError(
        `option name must be a letter, then letters, digits and _ . : / -, at most 100; ${show(name)} came.`,
      )
    this.name = name
    this.max = wholeOption(name, 'max', max, 1, MAX_MOST, defaultMax)
    this.#limit = this.max
    this.#agent = agent
    this.clock = clock
  }

  get limit(): number {
    return this.#limit
  }

  restrict(share: number): void {
    const within = share >= 0 && share <= 1 ? share : 1
    this.#limit = Math.max(1, Math.floor(this.max * within))
    if (!this.isClosed) this.limited()
  }

  close(): void {
    this.isClosed = true
    this.#report?.end()
  }

  /** The limit has changed. */
  protected limited(): void {}

  /** Called once, with what may not close over the structure. */
  protected reportBy<T extends Structure>(this: T, attach: Attach<T>): void {
    this.#report = reportOf(this, attach, this.#agent)
  }

  protected event(type: string, message: string, count: number, level: 'info' | 'warn' = 'info'): void {
    this.#report?.event(type, message, { count, level })
  }

  /** Calls what the host gave. Answers whether it did; what it throws is told to the host once, and ends here. */
  protected attempt(what: string, act: () => void): boolean {
    try {
      act()
      return true
    } catch (thrown) {
      const cause = `${this.name} ${what}`
      warnings.warn('TIDEMARK_BOUNDED', cause, `${what} of ${this.name} threw: ${reasonOf(thrown)}. It goes on.`)
      return false
    }
  }
}

/** `value`, or `otherwise` where it is undefined. A bound that is none is refused: without it the structure would be what it replaces. */
export function wholeOption(
  name: string,
  option: string,
  value: unknown,
  least: number,
  most: number,
  otherwise: number,
): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  throw new RangeError(`${name}: ${option} must be a whole number from ${least} to ${most}; ${show(value)} came.`)
}
