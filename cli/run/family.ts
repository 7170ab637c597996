/** A process and all that it started, by process ids: `npm start` and a shell stand between a command and its program. */
import { spawnSync } from 'node:child_process'

/** Where the list of processes cannot be had, the pid alone. */
export function familyOf(pid: number): Set<number> {
  const family = new Set([pid])
  const list = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8', timeout: 2_000 })
  if (list.status !== 0) return family
  const parents = list.stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number))
  for (let before = 0; before !== family.size;) {
    before = family.size
    for (const [child, parent] of parents) {
      if (child !== undefined && parent !== undefined && family.has(parent)) family.add(child)
    }
  }
  return family
}
