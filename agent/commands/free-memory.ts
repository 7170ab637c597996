/** How much memory this process can still have: of its container where that has a limit, else of the machine. */
import { freemem } from 'node:os'
import { dirname, join } from 'node:path'
import { builtin } from '../builtin'

/** Reads a file, or `null` where it is not there. */
export type ReadFile = (path: string) => string | null

const ROOT = '/sys/fs/cgroup'
/** Version 1 says "no limit" with a number near 2 ** 63. */
const NO_LIMIT = 2 ** 60

/** `machineBytes`: what the machine has to give (`MemAvailable` on Linux). */
export function freeMemory(machineBytes = freemem(), read: ReadFile = readOrNull): number {
  const groups = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'))
  let free = machineBytes
  for (const [, controllers = '', path = '/'] of groups) {
    const isV2 = controllers === ''
    if (!isV2 && !controllers.split(',').includes('memory')) continue
    // Within a container the path may be that of the machine, which is not mounted: then the root is the container's own.
    for (const folder of upwards(path)) free = Math.min(free, isV2 ? freeOfV2(folder, read) : freeOfV1(folder, read))
  }
  return Math.max(0, free)
}

/** A group and all around it: each has a limit of its own. */
function upwards(path: string): string[] {
  const folders = [path]
  while (path !== '/' && path !== '.') folders.push((path = dirname(path)))
  return folders
}

function freeOfV2(folder: string, read: ReadFile): number {
  const file = (name: string): string | null => read(join(ROOT, folder, name))
  return freeOf(file('memory.max'), file('memory.current'), field(file('memory.stat'), 'inactive_file'))
}

function freeOfV1(folder: string, read: ReadFile): number {
  const file = (name: string): string | null => read(join(ROOT, 'memory', folder, name))
  const reclaimable = field(file('memory.stat'), 'total_inactive_file')
  return freeOf(file('memory.limit_in_bytes'), file('memory.usage_in_bytes'), reclaimable)
}

/** Cached files that nobody uses count as used, and make room when it is needed. */
function freeOf(limitText: string | null, usedText: string | null, reclaimable: number): number {
  const limit = Number(limitText?.trim() || Number.NaN)
  const used = Number(usedText?.trim() || Number.NaN)
  if (!(limit < NO_LIMIT) || Number.isNaN(used)) return Number.POSITIVE_INFINITY
  return limit - Math.max(0, used - reclaimable)
}

function field(text: string | null, name: string): number {
  const found = text?.split('\n').find((line) => line.startsWith(`${name} `))
  return found ? Number(found.slice(name.length + 1)) || 0 : 0
}

function readOrNull(path: string): string | null {
  try {
    return builtin('node:fs').readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
