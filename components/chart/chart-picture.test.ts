import { afterEach, expect, it, vi } from 'vitest'
import { stretchWords } from './chart-picture'

afterEach(() => vi.unstubAllEnvs())

it('the head of a picture says when it is of, and in which zone', () => {
  vi.stubEnv('TZ', 'America/St_Johns')
  const noon = Date.UTC(2026, 0, 12, 15, 30)
  expect(stretchWords({ fromMs: noon - 300_000, toMs: noon })).toBe('12 Jan, 11:55:00 to 12:00:00, UTC−3:30')
})

it('the head of a picture that is by age says to which age, and no zone', () => {
  expect(stretchWords({ fromMs: 0, toMs: 300_000, isAge: true })).toBe('from each start, up to 5 min')
})
