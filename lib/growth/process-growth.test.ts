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
