// What the kernel says of a process: CPU time by thread and resident memory. From /proc, so Linux only.
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { spawnSync } from 'node:child_process'

const TICK_MS = 10

/** User and system time in ms: of all threads, of the first (the event loop), and of the busiest other one. */
export function cpuMsOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`).map((tid) => {
    try {
      return { tid, ms: ticksOf(`/proc/${pid}/task/${tid}/stat`) * TICK_MS }
    } catch (error) {
      // A thread may end between the list and the look.
      if (error.code === 'ENOENT' || error.code === 'ESRCH') return { tid, ms: 0 }
      throw error
    }
  })
  return {
    all: ticksOf(`/proc/${pid}/stat`) * TICK_MS,
    byThread: new Map(threads.map(({ tid, ms }) => [tid, ms])),
  }
}

/** Between two looks: ms of CPU of the whole process, of its event loop, and of the rest (the history's thread, collections). */
export function cpuBetween(pid, before, after) {
  const main = (after.byThread.get(String(pid)) ?? 0) - (before.byThread.get(String(pid)) ?? 0)
  const all = after.all - before.all
  return { all, main, others: all - main }
}

function ticksOf(file) {
  const fields = readFileSync(file, 'utf8').split(') ').at(-1).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

/** MB: resident now, and the most that ever was. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mb = (field) => Number(new RegExp(`${field}:\\s+(\\d+)`, 'u').exec(status)[1]) / 1024
  return { rss: mb('VmRSS'), peak: mb('VmHWM') }
}

/** The machine's load average over a minute: how much others disturb the figures. */
export function loadNow() {
  return loadavg()[0].toFixed(2)
}

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0

/** The command that runs Node on one core, where the system can do that. */
export function pinned(core, args) {
  return canPin ? ['taskset', ['-c', String(core), process.execPath, ...args]] : [process.execPath, args]
}
