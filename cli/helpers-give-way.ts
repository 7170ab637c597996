import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'

/** A tenth of the share of the program's own threads. */
const NICE = 10

/**
 * Lets the threads that Node has by now, all but the main one, give way to those of the program on a core that they share. V8 marks
 * the old generation on four of them at once; as its equals they left the event loop a fifth of the core until they were done, at
 * ten thousand processes a second in twenty. (How many mark is fixed before a program's first line runs.) Linux has a priority
 * for each thread; elsewhere nothing changes.
 */
export function letHelpersGiveWay(): void {
  const all = threads()
  // Under another namespace's /proc their numbers would be others'.
  if (!all.includes(process.pid)) return
  for (const thread of all) {
    if (thread === process.pid) continue
    try {
      setPriority(thread, NICE)
    } catch {
      // It ended meanwhile, or the system does not let us: then all stays as it was.
    }
  }
}

function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return []
  }
}
