/** What a sample and a series cost. */
import { ProcessGrowth } from '../../lib/growth/process-growth'
import { DEFAULT_GROWTH_SETTINGS } from '../../lib/growth/settings'
import { Random, wanderer } from '../../lib/growth/testing/random'
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'

const SERIES = 30
const MIB = 1024 * 1024

/** A process as the agent reports it: memory, collections, load, and the structures of a gateway. */
export function declared(): SeriesDeclaration[] {
  const memory = [
    'memory.rss',
    'memory.heap_used',
    'memory.heap_total',
    'memory.live_set',
    'memory.external',
    'memory.array_buffers',
    'memory.unattributed',
  ]
  const fixed: SeriesDeclaration[] = [
    ...memory.map((name): SeriesDeclaration => ({ name, kind: 'memory', unit: 'bytes' })),
    { name: 'gc.major_count', kind: 'counter', unit: 'count' },
    { name: 'clients.all', kind: 'clients', unit: 'count', max: 10_000 },
    { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1000 },
  ]
  const rest = Array.from({ length: SERIES - fixed.length }, (_, i): SeriesDeclaration => ({
    name: `own.${i}`,
    kind: (['registry', 'streams', 'pending', 'gauge'] as const)[i % 4] ?? 'gauge',
    unit: 'count',
  }))
  return [...fixed, ...rest]
}

/** Rows of wandering series, of which each tenth leaks. */
export function rowsOf(seed: number, count: number, stepS: number): Float64Array {
  const random = new Random(seed)
  const rows = new Float64Array(count * SERIES)
  const wander = Array.from({ length: SERIES }, () => wanderer(random, 600))
  const live = { at: 0, value: 100 * MIB, count: 0 }
  for (let row = 0; row < count; row++) {
    if (random.next() < stepS / 90) {
      live.count += 1
      live.value = (100 + 3 * (wander[3] as (stepS: number) => number)(stepS)) * MIB
    }
    for (let index = 0; index < SERIES; index++) {
      const scale = index < 7 ? MIB : 1
      const leak = index % 10 === 6 ? (row * stepS) / 60 : 0
      rows[row * SERIES + index] = (200 + 10 * (wander[index] as (stepS: number) => number)(stepS) + leak) * scale
    }
    rows[row * SERIES + 3] = live.value
    rows[row * SERIES + 7] = live.count
  }
  return rows
}

export function benchCost(): void {
  cpu(1, 7200, 40)
  cpu(10, 8640, 40)
  memory(300_000)
}

function cpu(stepS: number, count: number, processes: number): void {
  const series = declared()
  const rows = Array.from({ length: 4 }, (_, seed) => rowsOf(seed + 1, count, stepS))
  const fleet = Array.from({ length: processes }, () => new ProcessGrowth(DEFAULT_GROWTH_SETTINGS))
  for (const growth of fleet) growth.startLife({ boot: 'b', startedAtMs: 0, limits: {}, series })
  const before = process.cpuUsage()
  for (let row = 0; row < count; row++) {
    for (const [i, growth] of fleet.entries())
      growth.push((row + 1) * stepS * 1000, rows[i % 4] as Float64Array, row * SERIES)
  }
  const { user, system } = process.cpuUsage(before)
  const samples = processes * count * SERIES
  const hours = ((count * stepS) / 3600).toFixed(1)
  const one = ((user + system) / samples).toFixed(3)
  console.log(
    `CPU: ${one} µs a sample (${processes} processes of ${SERIES} series, a row each ${stepS} s over ${hours} h, each tenth series leaks)`,
  )
}

function memory(wanted: number): void {
  const series = declared()
  const rows = rowsOf(9, 60, 1)
  const used = (): number => {
    globalThis.gc?.()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = used()
  const fleet: ProcessGrowth[] = []
  const started = process.cpuUsage()
  for (let made = 0; made < wanted / SERIES; made++) {
    const growth = new ProcessGrowth(DEFAULT_GROWTH_SETTINGS)
    growth.startLife({ boot: 'b', startedAtMs: 0, limits: { heapBytes: 2 ** 31 }, series })
    for (let row = 0; row < 60; row++) growth.push((row + 1) * 1000, rows, row * SERIES)
    fleet.push(growth)
  }
  const { user, system } = process.cpuUsage(started)
  const each = (used() - before) / wanted
  const cost = ((user + system) / (wanted * 60)).toFixed(3)
  console.log(
    `memory: ${each.toFixed(0)} bytes a series at ${wanted} series (${fleet.length} processes); their first minute at ${cost} µs a sample`,
  )
}
