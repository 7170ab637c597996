/** Things that answer later: asked now and then, one question at a time, by a timer that holds neither the thing nor the host. */

import { show } from '../../lib/protocol/checks'
import { tell } from './told'

const EVERY_MS = { least: 1_000, most: 3_600_000, otherwise: 5_000 }

/** How many times the interval an answer stands; after that what it said is not known any more. */
const STANDS_FOR = 3

interface Poll {
  timer: NodeJS.Timeout
  answeredAtMs: number
}

/** By thing: what is polled is asked while it is there, and no longer. */
const polls = new WeakMap<object, Poll>()

/** What the host wants as the interval of `name`, or the default. */
export function pollInterval(name: string, wanted: unknown): number {
  const { least, most, otherwise } = EVERY_MS
  if (wanted === undefined) return otherwise
  if (typeof wanted === 'number' && wanted >= least && wanted <= most) return wanted
  tell(
    `everyMs ${name}`,
    `option everyMs of ${name} must be a number from ${least} to ${most}; ${show(wanted)} came. It is ${otherwise}.`,
  )
  return otherwise
}

/** `ask` is handed the thing and may not close over it. What it throws or rejects with goes to `fail`. Asks at once, and then each `everyMs`. */
export function poll<T extends object>(
  thing: T,
  everyMs: number,
  ask: (thing: T) => unknown,
  fail: (thrown: unknown) => void,
): void {
  endPoll(thing)
  polls.set(thing, beginPoll(new WeakRef(thing), everyMs, ask, fail))
}

export function endPoll(thing: object): void {
  const known = polls.get(thing)
  if (known) clearInterval(known.timer)
  polls.delete(thing)
}

/** Whether an answer came lately enough to be told. */
export function isFresh(thing: object, everyMs: number): boolean {
  const known = polls.get(thing)
  return known !== undefined && performance.now() - known.answeredAtMs < STANDS_FOR * everyMs
}

// A function of its own: a closure that is made beside the thing would hold it.
function beginPoll<T extends object>(
  reference: WeakRef<T>,
  everyMs: number,
  ask: (thing: T) => unknown,
  fail: (thrown: unknown) => void,
): Poll {
  let isAsking = false
  const made: Poll = {
    timer: setInterval(() => void turn(), everyMs).unref(),
    answeredAtMs: Number.NEGATIVE_INFINITY,
  }

  async function turn(): Promise<void> {
    if (isAsking) return
    const question = questionFor()
    if (question === null) return
    isAsking = true
    try {
      await question
      made.answeredAtMs = performance.now()
    } catch (thrown) {
      fail(thrown)
    } finally {
      isAsking = false
    }
  }

  /** The thing is held while it is asked, by its own promise, and by nothing of this. */
  function questionFor(): Promise<unknown> | null {
    const thing = reference.deref()
    if (thing === undefined) {
      clearInterval(made.timer)
      return null
    }
    return (async () => ask(thing))()
  }

  setImmediate(() => void turn()).unref()
  return made
}
