/**
 * V8's sampling heap profiler, through an inspector session of the agent's own. V8 has one for the whole thread, and does not say whose it
 * is: who starts it a second time gets the first one's, and whoever stops it stops it for all. So it is asked first whether one runs, and
 * left alone where it does.
 *
 * The session, once open, stays open until the agent ends: closing it makes V8 forget the ids of objects, by which two snapshots are compared.
 */
import type { Session } from 'node:inspector'
import { builtin } from '../builtin'
import { reasonOf } from '../warnings'
import { CommandError } from './command-error'

/** A sample each 512 KiB costs nothing that can be seen; at 32 KiB it is a fifth of the program's time. */
const INTERVAL_BYTES = 524_288

export interface Sampled {
  profile: unknown
  sinceMs: number
  atMs: number
  pauseMs: number
}

export class HeapSampler {
  #session: Session | null = null
  #sinceMs: number | null = null

  get isSampling(): boolean {
    return this.#sinceMs !== null
  }

  /** Throws a `CommandError` where another profiler runs, or this runtime has none. */
  start(): void {
    if (this.#sinceMs !== null) return
    if (this.#isTaken()) {
      throw new CommandError('not_available', 'another profiler samples the heap of this process; end that first.')
    }
    this.#post('HeapProfiler.startSampling', { samplingInterval: INTERVAL_BYTES })
    this.#sinceMs = Date.now()
  }

  /** What is alive of what was allocated since the start. V8 collects first, so this takes as long as a full collection. */
  read(): Sampled {
    return this.#take('HeapProfiler.getSamplingProfile')
  }

  /** The same, and ends it. */
  finish(): Sampled {
    const sampled = this.#take('HeapProfiler.stopSampling')
    this.#sinceMs = null
    return sampled
  }

  /** Ends it unread, which takes no time. */
  close(): void {
    this.#sinceMs = null
    // Ends what this session started, and nothing of another's.
    this.#session?.disconnect()
    this.#session = null
  }

  #take(method: 'HeapProfiler.getSamplingProfile' | 'HeapProfiler.stopSampling'): Sampled {
    const sinceMs = this.#sinceMs
    if (sinceMs === null) throw new CommandError('failed', 'the heap is not being sampled.')
    const fromMs = performance.now()
    try {
      const { profile } = this.#post(method) as { profile: unknown }
      return { profile, sinceMs, atMs: Date.now(), pauseMs: performance.now() - fromMs }
    } catch (thrown) {
      this.#sinceMs = null
      throw new CommandError(
        'failed',
        `the profile was lost, for another profiler ended the sampling (${reasonOf(thrown)}). Try again.`,
      )
    }
  }

  /** A profile can be had, and this session has started none. */
  #isTaken(): boolean {
    try {
      this.#post('HeapProfiler.getSamplingProfile')
      return true
    } catch (thrown) {
      if (thrown instanceof CommandError) throw thrown
      return false
    }
  }

  /** V8 answers at once, within the call. */
  #post(method: string, params: object = {}): unknown {
    this.#session ??= openSession()
    let answer: { error: Error | null; result: unknown } | undefined
    this.#session.post(method, params, (error: Error | null, result: unknown) => (answer = { error, result }))
    if (!answer) throw new CommandError('failed', 'the profiler of this runtime did not answer.')
    if (answer.error) throw answer.error
    return answer.result
  }
}

function openSession(): Session {
  try {
    const session = new (builtin('node:inspector').Session)()
    session.connect()
    return session
  } catch (thrown) {
    throw new CommandError('not_available', `this runtime offers no profiler: ${reasonOf(thrown)}.`)
  }
}
