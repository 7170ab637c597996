import { expect, test } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { ProcessGrowth } from './process-growth'
import { DEFAULT_GROWTH_SETTINGS } from './settings'

const START = Date.UTC(2026, 0, 5, 9)

function watch(series: SeriesDeclaration[], warmUpMs: number): ProcessGrowth {
  const growth = new ProcessGrowth({ ...DEFAULT_GROWTH_SETTINGS, warmUpMs })
  growth.startLife({ boot: 'b1', startedAtMs: START, limits: {}, series })
  return growth
}

test('a straight leak in a count is growing within three minutes at one row a second when warm-up is over in 45 seconds', () => {
  const growth = watch([{ name: 'streams.ws', kind: 'streams', unit: 'count' }], 45_000)
  let flaggedAtS: number | null = null
  for (let s = 0; s <= 180 && flaggedAtS === null; s++) {
    growth.push(START + s * 1000, Float64Array.of(20 + Math.floor(s * 0.8) + (s % 3)), 0)
    if (growth.verdictWord(0) === 'growing') flaggedAtS = s
  }
  expect(flaggedAtS).not.toBeNull()
  expect(growth.verdict(0).slopePerHour).toBeGreaterThan(2500)
})

test('a registry that fills for 30 seconds and then stays within its sweeps is never growing', () => {
  const growth = watch([{ name: 'registry.services', kind: 'registry', unit: 'count' }], 45_000)
  for (let s = 0; s <= 1800; s++) {
    growth.push(START + s * 1000, Float64Array.of(Math.min(600, s * 20) + (s % 60)), 0)
    expect(growth.verdictWord(0)).not.toBe('growing')
  }
})

test('what is taken is looked at only when a look is asked for, and then as what is pushed is', () => {
  const series: SeriesDeclaration[] = [{ name: 'streams.ws', kind: 'streams', unit: 'count' }]
  const [later, atOnce] = [watch(series, 45_000), watch(series, 45_000)]
  const row = (s: number) => Float64Array.of(20 + Math.floor(s * 0.8) + (s % 3))
  let due = 0
  for (let s = 0; s <= 180; s++) {
    if (later.take(START + s * 1000, row(s), 0)) due++
    atOnce.push(START + s * 1000, row(s), 0)
  }
  expect([later.verdictWord(0), atOnce.verdictWord(0)]).toEqual(['collecting', 'growing'])
  // From its first look on one is due, until it is taken.
  expect(due).toBeGreaterThan(170)
  const before = later.wordChanges
  const look = () => {
    later.look()
    return later.take(START + 200_000, row(200), 0)
  }
  expect(look()).toBe(true)
  for (let s = 201; s <= 300; s++) if (later.take(START + s * 1000, row(s), 0)) later.look()
  expect(later.verdictWord(0)).toBe('growing')
  expect(later.wordChanges).toBeGreaterThan(before)
})

test('a new life has no look of the life before', () => {
  const series: SeriesDeclaration[] = [{ name: 'streams.ws', kind: 'streams', unit: 'count' }]
  const growth = watch(series, 45_000)
  for (let s = 0; s <= 30; s++) growth.take(START + s * 1000, Float64Array.of(s), 0)
  const before = growth.wordChanges
  growth.startLife({ boot: 'b2', startedAtMs: START + 60_000, limits: {}, series })
  expect(growth.wordChanges).toBeGreaterThan(before)
  expect(growth.take(START + 60_000, Float64Array.of(1), 0)).toBe(false)
})
