import { describe, expect, test } from 'vitest'
import type { Verdict } from '../protocol/verdict'
import { ProcessGrowth } from './process-growth'
import { DEFAULT_GROWTH_SETTINGS } from './settings'
import { makeTrace } from './testing/families'

interface Seen {
  /** Seconds of the first row at which the first series was growing. */
  flaggedAtS: number | null
  /** The verdict at that row, or at the end. */
  verdict: Verdict
  last: Verdict
  /** How often growing was taken back. */
  takenBack: number
  endS: number
  onsetS: number
  leaked: (atS: number) => number
}

/** One trace of the project's own generator, row by row. */
function watch(family: string, seed: number, every = 1): Seen {
  const trace = makeTrace(family, seed)
  const growth = new ProcessGrowth(DEFAULT_GROWTH_SETTINGS)
  let life = 0
  let flagged: { atS: number; verdict: Verdict } | null = null
  let [was, takenBack] = [false, 0]
  for (const [index, row] of trace.rows.entries()) {
    if (index % every !== 0) continue
    if (row.life !== life) {
      life = row.life
      growth.startLife({ boot: String(life), startedAtMs: row.atS * 1000, limits: {}, series: trace.series })
    }
    growth.push(row.atS * 1000, Float64Array.from(row.values), 0)
    const growing = growth.verdictWord(0) === 'growing'
    if (was && !growing) takenBack += 1
    was = growing
    if (flagged === null && growing) flagged = { atS: row.atS, verdict: growth.verdict(0) }
  }
  const last = growth.verdict(0)
  return {
    flaggedAtS: flagged?.atS ?? null,
    verdict: flagged?.verdict ?? last,
    last,
    takenBack,
    endS: trace.endsS,
    onsetS: trace.onsetS,
    leaked: trace.leaked,
  }
}

function expectFlagged(family: string, seed: number): Seen {
  const seen = watch(family, seed)
  expect(seen.flaggedAtS, `${family} ${seed}`).not.toBeNull()
  expect(seen.flaggedAtS).toBeGreaterThanOrEqual(seen.onsetS)
  expect(seen.flaggedAtS).toBeLessThanOrEqual(seen.endS)
  return seen
}

const SEEDS = [101, 102, 103]

describe('what does not leak is never growing', () => {
  test.each([
    ['G3.2 a level that wanders', 'ok-wander'],
    ['G1.3 noise with heavy tails', 'ok-heavy-tails'],
    ['G4.1 a slow warm-up', 'ok-slow-warm-up'],
    ['G5.1 a cache that fills without saying so', 'ok-unreported-fill'],
    ['G7.1 a cache that says how full it is', 'ok-reported-fill'],
    ['G7.2 a pool that fills to its max', 'ok-pool-fill'],
    ['G6.1 memory that follows clients late', 'ok-late-load'],
    ['G6.3 memory and clients that rise together', 'ok-ramp-with-load'],
    ['G8.1 days of memory whose load nobody reports', 'ok-day-no-load'],
    ['G8.2 days of clients', 'ok-clients-day'],
    ['G8.2 the first flank of a day that no load explains', 'ok-morning-no-load'],
    ['G6.3 clients that come and go by steps', 'ok-autoscaled'],
    ['G5.1 fragmentation that saturates', 'ok-fragmentation'],
    ['G5.2 batches that are given back', 'ok-cron-plateau'],
    ['G10.1 the high-water mark of a resident set', 'ok-ratchet'],
    ['G1.1 a heap with few collections', 'ok-few-collections'],
    ['G1.2 a sawtooth whose collections nobody reports', 'ok-sawtooth'],
    ['G11.1 restarts every two hours', 'ok-restarts-2h'],
  ])('%s', (_title, family) => {
    for (const seed of SEEDS) expect(watch(family, seed).flaggedAtS, `${family} ${seed}`).toBeNull()
  })
})

describe('what leaks is growing before it ends, and not before it begins', () => {
  test.each([
    ['G3.1 a straight leak of a resident set', 'leak-straight', 104],
    ['G5.2 a leak that starts late in a life', 'leak-starts-late', 104],
    ['G1.1 a leak seen in many collections', 'leak-many-collections', 101],
    ['G1.1 a leak seen in few collections', 'leak-few-collections', 105],
    ['G1.2 a leak under a sawtooth', 'leak-sawtooth', 101],
    ['G2.1 a leak in rows that come unevenly, with a gap', 'leak-uneven', 101],
    ['G1.2 a leak under long cycles whose warm-up was not given back', 'leak-long-sawtooth', 104],
    ['G6.3 a leak beside load that went back', 'leak-autoscaled', 103],
    ['G7.1 a leak after a cache has filled', 'leak-after-reported-fill', 101],
    ['G8.2 a leak that begins with a deploy is no flank of a day', 'leak-after-deploy', 101],
    ['G8.1 a leak under days', 'leak-day-no-load', 102],
    ['G8.1 a pool whose floor rises from day to day', 'leak-pool-floor', 101],
  ])('%s', (_title, family, seed) => {
    expectFlagged(family, seed)
  })

  test('G11.1 a leak that no life of half an hour shows is seen over the lives, and says of how many', () => {
    const { verdict } = expectFlagged('leak-restarts-half-hour', 104)
    expect(verdict.evidence['lives']).toBeGreaterThanOrEqual(3)
    expect(verdict.reason).toMatch(
      /in every life .*: it is restarted every (29|30|31) min; grows by [\d.]+ MiB in each life/u,
    )
  })
})

describe('G12.3 a growth is taken back when it ends, and not before', () => {
  test.each(['leak-many-collections', 'leak-streams', 'leak-sawtooth', 'leak-uneven'])('%s goes on', (family) => {
    for (const seed of SEEDS) expect(watch(family, seed).takenBack, `${family} ${seed}`).toBe(0)
  })

  test('a leak that stops is growing while it lasts, and steady some time after', () => {
    const seen = expectFlagged('leak-stops', 103)
    expect(seen.takenBack).toBe(1)
    expect(seen.last.verdict).toBe('steady')
  })
})

test('G2.1 the same trace with each second and each fifth row gets the same verdict at about the same time', () => {
  const [all, second, fifth] = [1, 2, 5].map((every) => watch('leak-straight', 104, every))
  const share = (seen: Seen | undefined): number => (seen?.flaggedAtS ?? Number.NaN) / (seen?.endS ?? 1)
  expect(Math.abs(share(second) - share(all))).toBeLessThan(0.1)
  expect(Math.abs(share(fifth) - share(all))).toBeLessThan(0.1)
})

test('G3.3 the interval holds what really leaked in most traces at the time of the flag', () => {
  let [told, held] = [0, 0]
  for (let seed = 201; seed <= 220; seed++) {
    const { flaggedAtS, verdict, leaked } = watch('leak-straight', seed)
    const fromMs = verdict.evidence['slopeFromMs']
    if (flaggedAtS === null || typeof fromMs !== 'number' || verdict.slopeCi90 === null) continue
    const really = ((leaked(flaggedAtS) - leaked(fromMs / 1000)) / (flaggedAtS - fromMs / 1000)) * 3600
    told += 1
    if (verdict.slopeCi90[0] <= really && really <= verdict.slopeCi90[1]) held += 1
  }
  expect(told).toBeGreaterThanOrEqual(12)
  expect(held / told).toBeGreaterThanOrEqual(0.75)
})
