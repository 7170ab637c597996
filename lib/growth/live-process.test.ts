/** Whole processes as an agent reports them at one frame a second, under load that rises in a straight line with time. */
import { describe, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { ProcessGrowth } from './process-growth'
import { DEFAULT_GROWTH_SETTINGS } from './settings'

const START_MS = Date.UTC(2026, 0, 5, 9)
const MIB = 1_048_576
/** What the demo says: its leaks are quick. */
const QUICK = { ...DEFAULT_GROWTH_SETTINGS, warmUpMs: 45_000, horizonMs: 3_600_000 }

const GATEWAY: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'memory.live_set', kind: 'memory', unit: 'bytes' },
  { name: 'gc.major_count', kind: 'counter', unit: 'count' },
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1000 },
  { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10_000 },
  { name: 'registry.services', kind: 'registry', unit: 'count' },
  { name: 'streams.ws', kind: 'streams', unit: 'count', matches: 'clients.ws' },
  { name: 'pending.calls', kind: 'pending', unit: 'count' },
  { name: 'load.requests', kind: 'counter', unit: 'count' },
]
const at = (name: string) => GATEWAY.findIndex((series) => series.name === name)

/** The same noise in every run. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32 - 0.5
  }
}

interface Fault {
  streamsPerS?: number
  poolPerS?: number
  servicesPerS?: number
  callsPerS?: number
}

/** A gateway that fills in 20 s, has 80 clients, and keeps of each what its fault says, 10 KiB an entry. */
function frames(fault: Fault, seconds: number): Float64Array[] {
  const random = noise(7)
  let pool = 110
  let requests = 0
  let liveBytes = Number.NaN
  return Array.from({ length: seconds }, (_, s) => {
    const warm = Math.min(1, s / 20)
    const leaking = Math.max(0, s - 5)
    const { streamsPerS = 0, poolPerS = 0, servicesPerS = 0, callsPerS = 0 } = fault
    pool += random() * 8 + (110 - pool) * 0.1
    requests += 40 + Math.round(random() * 10)
    const kept = leaking * (streamsPerS + poolPerS + servicesPerS + callsPerS)
    if (s % 10 === 9) liveBytes = 9 * MIB * (0.9 + 0.1 * warm) + kept * 10_240 + random() * 100_000
    const garbage = (s % 10) * 600_000
    const clients = Math.round(80 * warm + random() * 2)
    const heap = (Number.isNaN(liveBytes) ? 9 * MIB : liveBytes) + garbage
    return Float64Array.of(
      heap + 50 * MIB + random() * 500_000,
      heap,
      liveBytes,
      Math.floor((s + 1) / 10),
      Math.round(pool * warm + leaking * poolPerS),
      clients,
      Math.round(80 * warm + 15 + ((s % 60) / 60) * 30 + leaking * servicesPerS),
      Math.round(clients + leaking * streamsPerS),
      Math.round(18 * warm + random() * 8 + leaking * callsPerS),
      requests,
    )
  })
}

function watch(rows: Float64Array[], look: (growth: ProcessGrowth, second: number) => void, settings = QUICK): void {
  const growth = new ProcessGrowth(settings)
  growth.startLife({ boot: 'b1', startedAtMs: START_MS, limits: { heapBytes: 272 * MIB }, series: GATEWAY })
  rows.forEach((row, second) => {
    growth.push(START_MS + second * 1000, row, 0)
    look(growth, second)
  })
}

describe('a gateway that leaks is told within three minutes, though requests rise with time as the leak does', () => {
  it.each([
    ['streams.ws', { streamsPerS: 3.7 }],
    ['pool.mesh', { poolPerS: 3 }],
    ['registry.services', { servicesPerS: 2 }],
    ['pending.calls', { callsPerS: 2.5 }],
  ])('%s is growing, and stays so', (name, fault) => {
    let flaggedAtS: number | null = null
    let lostAtS: number | null = null
    watch(frames(fault, 420), (growth, second) => {
      const isGrowing = growth.verdictWord(at(name)) === 'growing'
      if (isGrowing) flaggedAtS ??= second
      if (!isGrowing && flaggedAtS !== null) lostAtS ??= second
    })
    expect(flaggedAtS).not.toBeNull()
    expect(flaggedAtS).toBeLessThanOrEqual(180)
    expect(lostAtS).toBeNull()
  })
})

it('G6.4 a gateway that dies within the hour is told of by its 25th minute, though it reports its clients, and is never said to follow them', () => {
  const said: { word: string; second: number }[] = []
  const look = (growth: ProcessGrowth, second: number): void => {
    const word = growth.verdictWord(at('memory.live_set'))
    if (said.at(-1)?.word !== word) said.push({ word, second })
  }
  watch(frames({ streamsPerS: 15 }, 3_000), look, DEFAULT_GROWTH_SETTINGS)
  expect(said.map(({ word }) => word)).toEqual(['collecting', 'growing'])
  expect(said.at(-1)?.second).toBeLessThanOrEqual(25 * 60)
})

it('a gateway that keeps its bounds is never growing, in any series, for twenty minutes', () => {
  const wrong = new Set<string>()
  watch(frames({}, 1_200), (growth) => {
    for (const [index, { name }] of GATEWAY.entries()) if (growth.verdictWord(index) === 'growing') wrong.add(name)
  })
  expect([...wrong]).toEqual([])
})

it('G7.1 of a life that is too young for more, what fills is told as filling, and is collecting once it is full', () => {
  const series: SeriesDeclaration[] = [
    { name: 'registry.services', kind: 'registry', unit: 'count' },
    { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000 },
  ]
  const growth = new ProcessGrowth(DEFAULT_GROWTH_SETTINGS)
  growth.startLife({ boot: 'b1', startedAtMs: START_MS, limits: {}, series })
  const wordAt = new Map<number, string>()
  for (let second = 1; second <= 600; second++) {
    growth.push(START_MS + second * 1000, Float64Array.of(50, Math.min(1_000, 5 * second)), 0)
    wordAt.set(second, `${growth.verdictWord(0)}, ${growth.verdictWord(1)}`)
  }
  // What fills by itself is no sign of its own filling.
  expect(wordAt.get(150)).toBe('warming-up, collecting')
  expect(wordAt.get(600)).toBe('collecting, collecting')
})

it('a slope that is told lies within the range that the series has covered', () => {
  const rows = frames({ streamsPerS: 3.7 }, 300)
  watch(rows, (growth, second) => {
    const { slopePerHour } = growth.verdict(at('streams.ws'))
    if (second < 120 || slopePerHour === null) return
    expect(slopePerHour).toBeGreaterThan(0)
    expect(slopePerHour).toBeLessThan(3.7 * 3600 * 2)
  })
})

it('lives that are all short, with and without a live set yet, are pooled without a fault', () => {
  const growth = new ProcessGrowth(QUICK)
  for (let life = 0; life < 12; life++) {
    const startedAtMs = START_MS + life * 41_000
    growth.startLife({ boot: `b${life}`, startedAtMs, limits: {}, series: GATEWAY })
    const rows = frames({ callsPerS: 1 }, life % 3 === 0 ? 4 : 40)
    rows.forEach((row, second) => growth.push(startedAtMs + second * 1000, row, 0))
  }
  expect(growth.verdict(at('pending.calls')).reason).not.toBe('')
})

it('of what does not grow, a slope is told only where the window has covered it', () => {
  const highest = new Float64Array(GATEWAY.length)
  const wrong: string[] = []
  const rows = frames({}, 240)
  watch(rows, (growth, second) => {
    rows[second]?.forEach((value, index) => (highest[index] = Math.max(highest[index] ?? 0, value)))
    if (second % 20 !== 0) return
    for (const [index, { name }] of GATEWAY.entries()) {
      const { slopePerHour } = growth.verdict(index)
      const risen = Math.abs(slopePerHour ?? 0) * ((second + 1) / 3600)
      if (risen > 4 * (highest[index] ?? 0)) wrong.push(`${name} at ${second} s: ${slopePerHour} an hour`)
    }
  })
  expect(wrong).toEqual([])
})
