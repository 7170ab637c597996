import { describe, expect, it } from 'vitest'
import { ProcessGrowth } from './process-growth'
import { DEFAULT_GROWTH_SETTINGS } from './settings'
import { Random, wanderer } from './testing/random'

const MIB = 1_048_576
const MINUTE_MS = 60_000
const START_MS = Date.UTC(2026, 0, 5, 9)

/** Of a life: how long it lasts, and when in it the clock is set, by how much; in seconds. */
interface ToldLife {
  lastsS: number
  setAtS?: number
  setByS?: number
}

/** Plays lives of a process in rows of a second, `values` by age; answers the reasons of every life that began as growing in all of them. */
function masked(lives: readonly ToldLife[], warmUpMs: number, values: (ageS: number) => number): string[] {
  const growth = new ProcessGrowth({ ...DEFAULT_GROWTH_SETTINGS, warmUpMs })
  const told: string[] = []
  let startedAtMs = START_MS
  for (const [life, { lastsS, setAtS = Number.POSITIVE_INFINITY, setByS = 0 }] of lives.entries()) {
    const series = [{ name: 'memory.rss', kind: 'memory', unit: 'bytes' }] as const
    growth.startLife({ boot: `b${life}`, startedAtMs, limits: {}, series })
    if (growth.verdictWord(0) === 'growing') told.push(growth.verdict(0).reason)
    for (let ageS = 0.3; ageS < lastsS; ageS++) {
      const onClockMs = startedAtMs + (ageS + (ageS >= setAtS ? setByS : 0)) * 1_000
      growth.push(onClockMs, Float64Array.of(values(ageS)), 0)
    }
    startedAtMs += (lastsS + 2 + (setAtS < lastsS ? setByS : 0)) * 1_000
  }
  return told
}

function killedAtRandom(random: Random, count: number, meanS: number): ToldLife[] {
  return Array.from({ length: count }, () => ({
    lastsS: Math.max(5, Math.min(4 * meanS, -Math.log(1 - random.next()) * meanS)),
  }))
}

/** By age over the time that the warm-up takes. */
const WARM_UPS: [name: string, risen: (share: number) => number][] = [
  ['saturates', (share) => 1 - Math.exp(-share)],
  ['saturates in two stages', (share) => 1 - 0.5 * (Math.exp(-8 * share) + Math.exp(-share))],
  ['slows down late', (share) => share / (1 + share)],
  ['slows down ever more', (share) => Math.sqrt(share) / 2],
  ['rises straight until it is there', (share) => Math.min(1, share)],
]

describe('G11.2 what only warms up is not restart-masked, in whatever moments its lives of seconds to minutes are ended', () => {
  it.each(WARM_UPS)('a memory that %s', (_name, risen) => {
    for (const [seed, [meanS, takesS]] of [
      [60, 30],
      [60, 120],
      [180, 120],
      [180, 400],
      [180, 800],
      [300, 400],
    ].entries() as Iterable<[number, [number, number]]>) {
      const random = new Random(4_711 + seed)
      const wander = wanderer(random, 60)
      const lives = killedAtRandom(random, 24, meanS)
      const values = (ageS: number) =>
        (60 + 40 * risen(ageS / takesS) + 0.3 * (wander(1) + 0.3 * random.normal())) * MIB
      expect(masked(lives, 20 * MINUTE_MS, values), `${meanS} s, ${takesS} s`).toEqual([])
    }
  })
})

it('G11.2 a leak whose lives end before warm-up is over is restart-masked after a few of them', () => {
  const random = new Random(12)
  const lives = Array.from({ length: 6 }, () => ({ lastsS: 40 + random.next() }))
  const values = (ageS: number) => (60 + 5 * Math.min(1, ageS / 3) + 0.4 * ageS + 0.2 * random.normal()) * MIB
  const [reason] = masked(lives, 45_000, values)
  expect(reason).toMatch(/^Resident set grows in every life .* as 3 lives show .* it is restarted every 3\d s/u)
})

it('G11.3 a clock that is set ahead draws no line over the time that never was', () => {
  const random = new Random(99)
  const wander = wanderer(random, 60)
  const lives = killedAtRandom(random, 12, 150).map((life) => ({
    ...life,
    setAtS: life.lastsS / 2,
    setByS: 3_300 + 600 * random.next(),
  }))
  // What comes after a life's middle stands a little higher, as the end of a warm-up does.
  const values = (ageS: number) => (60 + 6 * (1 - Math.exp(-ageS / 60)) + 0.2 * wander(1)) * MIB
  expect(masked(lives, 20 * MINUTE_MS, values)).toEqual([])
})

it('G2.1 a life whose clock stands before that of the life before it is judged from its first row', () => {
  const growth = new ProcessGrowth(DEFAULT_GROWTH_SETTINGS)
  const series = [{ name: 'memory.rss', kind: 'memory', unit: 'bytes' }] as const
  const ageAfter = (boot: string, startedAtMs: number): unknown => {
    growth.startLife({ boot, startedAtMs, limits: {}, series })
    for (let s = 1; s <= 60; s++) growth.push(startedAtMs + s * 1_000, Float64Array.of(60 * MIB), 0)
    return growth.verdict(0).evidence['ageMs']
  }
  expect(ageAfter('b1', START_MS)).toBe(60_000)
  expect(ageAfter('b2', START_MS - 50 * MINUTE_MS)).toBe(60_000)
})
