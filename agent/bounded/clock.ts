/** Where the structures get their time from; a test gives one that it turns by hand. */
import { performance } from 'node:perf_hooks'

export interface Clock {
  /** Milliseconds from any start; never goes back. */
  nowMs(): number
  /** Runs once after `ms`, unless what it returns is called before. */
  after(ms: number, run: () => void): () => void
}

/** Steady time, and timers that keep no process alive. */
export const STEADY_CLOCK: Clock = {
  nowMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/**
 * Runs `act` on `watched` every `ms`, for as long as the program has it: a structure that is dropped without `close()` is collected,
 * and its timer ends. `act` may not close over it. Answers what ends it.
 */
export function everyWhileAlive<T extends object>(
  clock: Clock,
  ms: number,
  watched: T,
  act: (watched: T) => void,
): () => void {
  const reference = new WeakRef(watched)
  let cancel = (): void => {}
  const turn = (): void => {
    const alive = reference.deref()
    if (!alive) return
    cancel = clock.after(ms, turn)
    act(alive)
  }
  cancel = clock.after(ms, turn)
  return () => cancel()
}
