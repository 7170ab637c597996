/** What a sample and a series cost, each figure as the median of some repetitions with its spread. */
import { loadavg } from 'node:os'
import { ProcessGrowth } from '../../lib/growth/process-growth'
import { DEFAULT_GROWTH_SETTINGS } from '../../lib/growth/settings'
import { Random, wanderer } from '../../lib/growth/testing/random'
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import { median } from './score'

const SERIES = 30
const MIB = 1024 * 1024
const DAY_S = 86_400
const REPETITIONS = 5
/** Who declares series keeps their declarations; they are no part of what the detector takes. */
const DECLARED = declared()

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
  const live = { value: 100 * MIB, count: 0 }
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
  console.log(`\nwhat it costs (load average ${loadavg()[0]?.toFixed(1)}; median, lowest to highest of ${REPETITIONS})`)
  wholeLives(1, 7200)
  wholeLives(10, 8640)
  fleet(300_000)
}

/** Microseconds of CPU a sample. */
function cpuOf(samples: number, work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / samples
}

function spread(values: readonly number[], unit: string): string {
  const say = (value: number): string => value.toFixed(3)
  return `${say(median(values))} ${unit} (${say(Math.min(...values))} to ${say(Math.max(...values))})`
}

/** A few processes over all of their lives, from the first row on. */
function wholeLives(stepS: number, count: number): void {
  const processes = 12
  const rows = Array.from({ length: 4 }, (_, seed) => rowsOf(seed + 1, count, stepS))
  const costs = Array.from({ length: REPETITIONS }, () => {
    const watched = Array.from({ length: processes }, () => started(0))
    return cpuOf(processes * count * SERIES, () => {
      for (let row = 0; row < count; row++) {
        for (const [i, growth] of watched.entries())
          growth.push((row + 1) * stepS * 1000, rows[i % 4] as Float64Array, row * SERIES)
      }
    })
  })
  const hours = ((count * stepS) / 3600).toFixed(0)
  console.log(
    `CPU, whole lives: ${spread(costs, 'µs a sample')}: ${processes} processes of ${SERIES} series, a row each ${stepS} s over ${hours} h`,
  )
}

function started(startedAtMs: number, settings = DEFAULT_GROWTH_SETTINGS): ProcessGrowth {
  const growth = new ProcessGrowth(settings)
  growth.startLife({ boot: 'b', startedAtMs, limits: { heapBytes: 2 ** 31 }, series: DECLARED })
  return growth
}

const AGEING_ROWS = 48
const SETTLING_ROWS = 6
const TIMED_ROWS = 16

/**
 * All series at once, of processes whose ages are spread over a day, a row each 10 s. A day of looks at all of them would take
 * an hour: they come to their ages as in a long warm-up, settle for one round of looks, and are timed from then on.
 */
function fleet(wanted: number): void {
  const past = Array.from({ length: 4 }, (_, seed) => rowsOf(seed + 9, AGEING_ROWS + SETTLING_ROWS, 900))
  const rows = Array.from({ length: 4 }, (_, seed) => rowsOf(seed + 9, REPETITIONS * TIMED_ROWS, 10))
  const many = wanted / SERIES
  const settings = { ...DEFAULT_GROWTH_SETTINGS, warmUpMs: 1.05 * DAY_S * 1000 }
  const before = usedBytes()
  const startOf = (i: number): number => DAY_S * 1000 * (1 - (i + 1) / many)
  const watched = Array.from({ length: many }, (_, i) => started(startOf(i), settings))
  let nowMs = DAY_S * 1000
  for (const [i, growth] of watched.entries()) {
    const stepMs = (nowMs - startOf(i)) / AGEING_ROWS
    for (let row = 0; row < AGEING_ROWS; row++)
      growth.push(startOf(i) + (row + 1) * stepMs, past[i % 4] as Float64Array, row * SERIES)
  }
  const bytes = (usedBytes() - before) / wanted
  settings.warmUpMs = DEFAULT_GROWTH_SETTINGS.warmUpMs
  const pushRows = (from: readonly Float64Array[], first: number, count: number, stepMs: number): void => {
    for (let row = first; row < first + count; row++) {
      nowMs += stepMs
      for (const [i, growth] of watched.entries()) growth.push(nowMs, from[i % 4] as Float64Array, row * SERIES)
    }
  }
  pushRows(past, AGEING_ROWS, SETTLING_ROWS, 300_000)
  const costs = Array.from({ length: REPETITIONS }, (_, i) =>
    cpuOf(TIMED_ROWS * wanted, () => pushRows(rows, i * TIMED_ROWS, TIMED_ROWS, 10_000)),
  )
  console.log(
    `CPU, ${wanted} series: ${spread(costs, 'µs a sample')}: ${many} processes of up to a day, a row each 10 s`,
  )
  console.log(`  beside it, a running mean and a lowest value of each, no more: ${spread(floorOf(wanted, rows), 'µs')}`)
  console.log(`memory: ${bytes.toFixed(0)} bytes a series at ${wanted} series, everything counted`)
}

function usedBytes(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** What the least that a detector could do costs on this machine: one running mean and one lowest value a series. */
function floorOf(wanted: number, rows: readonly Float64Array[]): number[] {
  const [means, lows] = [new Float64Array(wanted), new Float64Array(wanted).fill(Number.POSITIVE_INFINITY)]
  return Array.from({ length: REPETITIONS }, () =>
    cpuOf(TIMED_ROWS * wanted, () => {
      for (let row = 0; row < TIMED_ROWS; row++) {
        for (let series = 0; series < wanted; series++) {
          const value = (rows[Math.floor(series / SERIES) % 4] as Float64Array)[
            row * SERIES + (series % SERIES)
          ] as number
          means[series] = (means[series] as number) + 0.01 * (value - (means[series] as number))
          if (value < (lows[series] as number)) lows[series] = value
        }
      }
    }),
  )
}
