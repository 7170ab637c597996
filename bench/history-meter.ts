/** How long something takes, and what it writes. */
import { readFileSync } from 'node:fs'

/** What this process asked the kernel to write, in bytes; NaN where the system does not say. */
export function writtenBytes(): number {
  try {
    return Number(/write_bytes: (\d+)/u.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Number.NaN
    throw error
  }
}

/** Wall times, and the CPU time of this process over all of them: on a busy machine only that says anything. */
export interface Taken {
  wallMs: number[]
  cpuMs: number
}

export function spread({ wallMs, cpuMs }: Taken, digits = 1): string {
  const sorted = wallMs.toSorted((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number).toFixed(digits)
  return `${at(0.5)} ms (${at(0)} to ${at(1)}), CPU ${(cpuMs / wallMs.length).toFixed(digits)}`
}

export async function repeat(times: number, run: () => unknown): Promise<Taken> {
  for (let warmUp = 0; warmUp < Math.min(times, 20); warmUp++) await run()
  const wallMs: number[] = []
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) {
    const start = performance.now()
    await run()
    wallMs.push(performance.now() - start)
  }
  const used = process.cpuUsage(before)
  return { wallMs, cpuMs: (used.user + used.system) / 1_000 }
}
