/** Calls that wait for their answer: each has a deadline and, where it is said, a caller. When that goes, its calls go at once. */
import { isGone, onceGone, type Owner } from './gone'
import { type Bounded, Structure, type StructureOptions, wholeOption } from './structure'
import { Tally } from './tally'

export interface PendingCallsOptions extends StructureOptions {
  /** Default 10,000. */
  max?: number | undefined
  /** How long a call waits that does not say so itself, in milliseconds from 1 to a day. Default 30,000. */
  deadlineMs?: number | undefined
}

/** How a call ended. Each ends once. */
export type CallEnd<Answer> =
  { how: 'answered'; answer: Answer } | { how: 'deadline' | 'caller-died' | 'cancelled' | 'closed' }

export interface CallOptions {
  /** Whose end ends the call. */
  caller?: Owner | undefined
  /** In milliseconds from 1 to a day. */
  deadlineMs?: number | undefined
}

export interface PendingCallsStats {
  size: number
  max: number
  limit: number
  opened: number
  answered: number
  /** Ended by their deadline. */
  timedOut: number
  /** Ended with their caller. */
  callerDied: number
  cancelled: number
  /** Not opened, because there were `limit` already. */
  rejected: number
  /** Answers that came when their call was over; they were dropped. */
  late: number
}

export type PendingCallCode = 'deadline' | 'caller-died' | 'cancelled' | 'closed' | 'max_pending_reached'

/** Why a call that was asked for by `ask` has no answer. */
export class PendingCallError extends Error {
  override readonly name = 'PendingCallError'

  constructor(
    readonly code: PendingCallCode,
    message: string,
  ) {
    super(message)
  }
}

interface Call<Answer> {
  readonly ended: (end: CallEnd<Answer>) => void
  readonly endTimer: () => void
  readonly crew: Crew | undefined
}

/** The calls of one caller: it is listened to once, however many there are. */
interface Crew {
  readonly ids: Set<number>
  readonly stopListening: () => void
  readonly caller: Owner
}

const DEFAULT_MAX = 10_000
const DAY_MS = 86_400_000

const WHY: Record<PendingCallCode, string> = {
  deadline: 'no answer came before its deadline',
  'caller-died': 'its caller is gone',
  cancelled: 'it was cancelled',
  closed: 'the calls were closed',
  max_pending_reached: 'as many calls as may be are waiting already',
}

export class PendingCalls<Answer> extends Structure implements Bounded<PendingCallsStats> {
  readonly #calls = new Map<number, Call<Answer>>()
  readonly #crews = new WeakMap<Owner, Crew>()
  readonly #deadlineMs: number
  readonly #died: Tally
  readonly #counts = { opened: 0, answered: 0, timedOut: 0, callerDied: 0, cancelled: 0, rejected: 0, late: 0 }
  #lastId = 0

  constructor(options: PendingCallsOptions) {
    super(options, DEFAULT_MAX)
    const { name, max } = this
    this.#deadlineMs = this.#deadline(options.deadlineMs, 30_000)
    this.#died = new Tally(this.clock, (count) =>
      this.event('caller-died', `${count} calls of ${name} ended because their callers were gone.`, count),
    )
    this.reportBy((agent, watched) => [
      agent.pending(name, { ...watched, read: ({ size }) => size }, { max }),
      agent.counter(`timed_out.${name}`, { ...watched, read: (calls) => calls.#counts.timedOut }),
      agent.counter(`caller_died.${name}`, { ...watched, read: (calls) => calls.#counts.callerDied }),
      agent.counter(`late.${name}`, { ...watched, read: (calls) => calls.#counts.late }),
      agent.counter(`rejected.${name}`, { ...watched, read: (calls) => calls.#counts.rejected }),
    ])
  }

  get size(): number {
    return this.#calls.size
  }

  has(id: number): boolean {
    return this.#calls.has(id)
  }

  /**
   * Opens a call and answers its id (from 1, and never used again), or why there is none. `ended` is called once, later, never from within
   * this; what it throws is told once, and ends there.
   */
  open(
    ended: (end: CallEnd<Answer>) => void,
    { caller, deadlineMs }: CallOptions = {},
  ): number | 'max_pending_reached' | 'caller-died' {
    const waitMs = this.#deadline(deadlineMs, this.#deadlineMs)
    if (this.isClosed || this.#calls.size >= this.limit) {
      this.#counts.rejected++
      return 'max_pending_reached'
    }
    if (caller && isGone(caller)) return 'caller-died'
    const id = ++this.#lastId
    const crew = caller && this.#crewOf(caller)
    crew?.ids.add(id)
    const endTimer = this.clock.after(waitMs, () => {
      this.#counts.timedOut++
      this.#end(id, { how: 'deadline' })
    })
    this.#calls.set(id, { ended, endTimer, crew })
    this.#counts.opened++
    return id
  }

  /** The same as a promise. `start` is given the id, to send with the question; where it throws, the call is cancelled and that is thrown. */
  ask(start: (id: number) => void, options: CallOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = this.open((end) => {
        if (end.how === 'answered') resolve(end.answer)
        else reject(this.#error(end.how))
      }, options)
      if (typeof id === 'string') {
        reject(this.#error(id))
        return
      }
      try {
        start(id)
      } catch (thrown) {
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
        this.cancel(id)
      }
    })
  }

  /** Answers whether somebody waited for it. One that came too late is dropped, and counted. */
  answer(id: number, answer: Answer): boolean {
    const isTaken = this.#end(id, { how: 'answered', answer })
    if (isTaken) this.#counts.answered++
    // Ids rise and are never used again, so an older one was a call of ours.
    else if (id >= 1 && id <= this.#lastId) this.#counts.late++
    return isTaken
  }

  cancel(id: number): boolean {
    const wasWaiting = this.#end(id, { how: 'cancelled' })
    if (wasWaiting) this.#counts.cancelled++
    return wasWaiting
  }

  stats(): PendingCallsStats {
    return { size: this.size, max: this.max, limit: this.limit, ...this.#counts }
  }

  /** Each call that waits ends with `closed`. */
  override close(): void {
    this.#died.flush()
    super.close()
    for (const id of this.#calls.keys()) this.#end(id, { how: 'closed' })
  }

  #deadline(value: number | undefined, otherwise: number): number {
    return wholeOption(this.name, 'deadlineMs', value, 1, DAY_MS, otherwise)
  }

  #error(code: PendingCallCode): PendingCallError {
    return new PendingCallError(code, `a call of ${this.name} has no answer: ${WHY[code]}.`)
  }

  #crewOf(caller: Owner): Crew {
    const known = this.#crews.get(caller)
    if (known) return known
    const ids = new Set<number>()
    const crew = { ids, caller, stopListening: onceGone(caller, () => this.#callerGone(caller, ids)) }
    this.#crews.set(caller, crew)
    return crew
  }

  #callerGone(caller: Owner, ids: Set<number>): void {
    let ended = 0
    this.#crews.delete(caller)
    // Those of now: what is told of an end may open another call.
    const now = Array.from(ids)
    for (const id of now) if (this.#end(id, { how: 'caller-died' })) ended++
    this.#counts.callerDied += ended
    this.#died.add(ended)
  }

  #end(id: number, end: CallEnd<Answer>): boolean {
    const call = this.#calls.get(id)
    if (!call) return false
    this.#calls.delete(id)
    call.endTimer()
    const { crew } = call
    crew?.ids.delete(id)
    if (crew?.ids.size === 0) {
      crew.stopListening()
      if (this.#crews.get(crew.caller) === crew) this.#crews.delete(crew.caller)
    }
    this.attempt('ended', () => call.ended(end))
    return true
  }
}
