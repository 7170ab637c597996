/** How the threads of a program that has one core share it. Linux has a priority for each thread; elsewhere nothing changes. */
import { existsSync, readdirSync } from 'node:fs'
import { setPriority } from 'node:os'

const TASKS = '/proc/self/task'
/** A tenth of the share of the program's own threads. */
const HELPERS_NICE = 10
/** Two fifths of the share of a thread that it began before. */
const LOOP_NICE = 4

/**
 * Lets the threads that Node has by now, all but the main one, give way to those of the program on a core that they share. V8 marks
 * the old generation on four of them at once; as its equals they left the event loop a fifth of the core until they were done, at
 * ten thousand processes a second in twenty. (How many mark is fixed before a program's first line runs.)
 */
export function letHelpersGiveWay(): void {
  const all = threads()
  // Under another namespace's /proc their numbers would be others'.
  if (!all.includes(process.pid)) return
  for (const thread of all) if (thread !== process.pid && !giveWay(thread, HELPERS_NICE)) return
}

/**
 * Lets the event loop give way to the threads that it began by now: what these do is short, and others wait for it. As its equal the
 * history's thread got to write what gathered only when a busy loop left it half of the core. A thread that is begun later is as
 * nice as the loop.
 */
export function letLoopGiveWay(): void {
  if (threads().includes(process.pid)) giveWay(process.pid, LOOP_NICE)
}

/** Whether the others may be tried: a sandbox that forbids it for one forbids it for all, and then all stays as it was. */
function giveWay(thread: number, nice: number): boolean {
  try {
    setPriority(thread, nice)
    return true
  } catch (error) {
    return isEnded(error)
  }
}

/** A thread that was listed a moment ago need not be there still. */
function isEnded(error: unknown): boolean {
  return error instanceof Error && 'info' in error && (error.info as { code?: unknown }).code === 'ESRCH'
}

/** None where the system has no such list. */
function threads(): number[] {
  return existsSync(TASKS) ? readdirSync(TASKS).map(Number) : []
}
