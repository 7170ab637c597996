import { describe, expect, it } from 'vitest'
import { CHANGED_SCORE } from './change'
import { BEGIN_MS, madeChange, type MadeSeries, noise, STEP_MS, uniform } from './testing/made-change'

const atStep = (n: number) => BEGIN_MS + n * STEP_MS
const scoreOf = (series: MadeSeries) => madeChange(series).score
const stepAt =
  (at: number, from: number, to: number, spread = 0) =>
  (n: number) =>
    (n < at ? from : to) + spread * noise(n)

describe('a series that does not change', () => {
  it('scores 0 where it is constant, at 0 as well', () => {
    for (const value of [0, 5, -3, 1e12])
      expect(madeChange({ values: () => value })).toEqual({ state: 'unchanged', score: 0, how: null, atMs: null })
  })

  it('is not made to by one odd sample, on either side', () => {
    expect(scoreOf({ values: (n) => (n === 8 ? 1_000 : 100) })).toBe(0)
    expect(scoreOf({ values: (n) => (n === -3 ? 0 : 100) })).toBe(0)
  })

  it('may be noise of any size', () => {
    const told = Array.from({ length: 300 }, (_, seed) => madeChange({ values: (n) => 10 + 4 * noise(n, seed) }))
    expect(told.filter(({ state }) => state === 'changed').length).toBeLessThanOrEqual(6)
    expect(Math.max(...told.map(({ score }) => score))).toBeLessThan(0.15)
  })

  it('may be a sawtooth of which both sides saw some teeth', () => {
    expect(madeChange({ values: (n) => 100 + ((n * 10 + 940) % 47) }).state).toBe('unchanged')
  })

  it('may rise as steadily as before: that is no news', () => {
    expect(scoreOf({ values: (n) => 100 + n })).toBeLessThan(0.01)
    expect(scoreOf({ values: (n) => 100 + n + noise(n) })).toBeLessThan(0.02)
  })

  it('may have something now and then that it had not before', () => {
    expect(madeChange({ values: (n) => (n === 4 || n === 15 ? 1 : 0) }).state).toBe('unchanged')
  })
})

describe('a step', () => {
  it('is told with its time and height, wherever in the stretch it was', () => {
    for (const at of [0, 3, 10, 14])
      expect(madeChange({ values: stepAt(at, 100, 200) })).toMatchObject({
        state: 'changed',
        how: { shape: 'step', atMs: atStep(at), by: expect.closeTo(100, 6) },
      })
  })

  it('has the height of what is on both sides of it, though it came in the middle of a sample', () => {
    const { how } = madeChange({ values: (n) => (n < 6 ? 200 : n === 6 ? 750 : 1_400) })
    expect(how).toMatchObject({ shape: 'step', by: 1_200 })
  })

  it('in a constant series scores highest, and below 1', () => {
    const silent = scoreOf({ values: stepAt(0, 0, 50) })
    expect(silent).toBeGreaterThan(scoreOf({ values: stepAt(0, 0, 50, 2) }))
    expect(silent).toBeGreaterThan(scoreOf({ values: stepAt(0, 50, 100) }))
    expect(silent).toBeGreaterThan(0.9)
    expect(silent).toBeLessThan(1)
  })

  it('scores the more, the larger it is, and the less, the more noise there is', () => {
    const larger = [1, 3, 10, 30, 100].map((by) => scoreOf({ values: stepAt(0, 100, 100 + by, 1) }))
    expect(larger).toEqual(larger.toSorted((a, b) => a - b))
    const noisier = [0, 1, 3, 10, 30].map((spread) => scoreOf({ values: stepAt(0, 100, 120, spread) }))
    expect(noisier).toEqual(noisier.toSorted((a, b) => b - a))
  })

  it('down scores as the same step up', () => {
    expect(scoreOf({ values: stepAt(0, 300, 100) })).toBeCloseTo(scoreOf({ values: stepAt(0, 100, 300) }), 9)
  })

  it('on a rise is told apart from the rise', () => {
    const { how } = madeChange({ values: (n) => 100 + 0.5 * n + (n < 5 ? 0 : 30) + 0.2 * noise(n) })
    expect(how).toMatchObject({ shape: 'step', atMs: atStep(5) })
    expect(how).toHaveProperty('by', expect.closeTo(30, 0))
  })

  it('that was over again is a pulse', () => {
    expect(madeChange({ values: (n) => (n >= 8 && n < 13 ? 200 : 100) })).toMatchObject({
      state: 'changed',
      how: { shape: 'pulse', atMs: atStep(8), untilMs: atStep(13), by: expect.closeTo(100, 6) },
    })
  })
})

describe('a slope', () => {
  const PER_HOUR = 3_600_000 / STEP_MS

  it('that begins is told with its time, while the level is nearly the same', () => {
    const { how, state } = madeChange({ values: (n) => 100 + 0.1 * noise(n) + Math.max(0, n - 6) })
    expect(state).toBe('changed')
    expect(how).toMatchObject({ shape: 'slope', fromPerHour: 0 })
    expect(how).toHaveProperty('toPerHour', expect.closeTo(PER_HOUR, -2))
    expect(Math.abs((how?.atMs ?? 0) - atStep(6))).toBeLessThanOrEqual(STEP_MS)
  })

  it('that turns is found, though every value was there before', () => {
    const { how, state } = madeChange({ values: (n) => 100 - Math.abs(n) + 0.1 * noise(n) })
    expect(state).toBe('changed')
    expect(how).toMatchObject({ shape: 'slope' })
    expect(how).toHaveProperty('fromPerHour', expect.closeTo(PER_HOUR, -2))
    expect(how).toHaveProperty('toPerHour', expect.closeTo(-PER_HOUR, -2))
  })

  it('that ends is found', () => {
    const { how, state } = madeChange({ values: (n) => 100 + Math.min(0, n) + 0.1 * noise(n) })
    expect(state).toBe('changed')
    expect(how).toHaveProperty('toPerHour', expect.closeTo(0, -2))
  })

  it('is not spoken of across a restart', () => {
    const rising = (n: number) => 100 + (n < 0 ? n + 20 : 3 * n)
    expect(madeChange({ values: rising }).how).toMatchObject({ shape: 'slope' })
    expect(madeChange({ values: rising, isBroken: true }).how?.shape).not.toBe('slope')
  })
})

describe('the ranking', () => {
  it('knows no scale: bytes and counts of the same shape score the same', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const shape = (n: number) => 40 + 3 * noise(n, seed) + (n < 20 * uniform(seed) ? 0 : 30 * uniform(seed, 2))
      const [small, large] = [1, 1e9].map((scale) => scoreOf({ values: (n) => scale * shape(n) }))
      expect(large).toBeCloseTo(small ?? 0, 6)
    }
  })

  it('does not mind when it was', () => {
    const late = (n: number) => 5e11 + (n < 0 ? 0 : 5e11)
    expect(scoreOf({ values: late })).toBeCloseTo(scoreOf({ values: stepAt(0, 1, 2) }), 6)
  })

  it('is from 0 to below 1, and known, whatever came', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const steps = 5 + Math.floor(uniform(seed) * 45)
      const wild = (n: number) => {
        const value = Math.tan(uniform(n, seed) * 3.1) * 10 ** Math.floor(uniform(seed, 3) * 15)
        return uniform(n, seed + 0.5) < 0.2 ? null : uniform(seed, 4) < 0.3 ? Math.round(value) : value
      }
      const { score } = madeChange({ values: wild, steps })
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThan(1)
    }
  })

  it('has no tiny change lead, however sure it is: one client of ten thousand', () => {
    const doubled = scoreOf({ values: stepAt(0, 100, 200, 8) })
    expect(scoreOf({ values: stepAt(0, 10_000, 9_999) })).toBeLessThan(CHANGED_SCORE)
    expect(scoreOf({ values: stepAt(0, 1, 2), fullScale: 10_000 })).toBeLessThan(CHANGED_SCORE)
    expect(doubled).toBeGreaterThan(10 * scoreOf({ values: stepAt(0, 10_000, 9_999) }))
  })

  it('has few samples lead no less than many', () => {
    const many = scoreOf({ values: stepAt(0, 100, 200, 5) })
    expect(scoreOf({ values: stepAt(0, 100, 200, 5), steps: 5 })).toBeLessThan(many)
  })
})

describe('what cannot be compared', () => {
  it.each([
    ['too few before', (n: number) => (n >= -3 ? 1 : null)],
    ['too few in it', (n: number) => (n < 3 && n !== -10 ? 1 : null)],
    ['nothing at all', () => null],
  ])('is not known: %s', (what, values) => {
    const steps = what === 'too few in it' ? 3 : 20
    expect(madeChange({ values, steps })).toEqual({ state: 'not-known', score: 0, how: null, atMs: null })
  })

  it('is new where its process told others before, and tells when it came', () => {
    expect(madeChange({ values: (n) => (n >= 4 ? 7 : null) })).toMatchObject({ state: 'new', atMs: atStep(4) })
  })

  it('has ended where its process tells others on, and tells when it was last known', () => {
    expect(madeChange({ values: (n) => (n < 0 ? 7 : null) })).toMatchObject({ state: 'ended', atMs: atStep(-1) })
    expect(madeChange({ values: (n) => (n < 6 ? 7 : null) })).toMatchObject({ state: 'ended', atMs: atStep(5) })
  })

  it('has not ended where it is known only now and then', () => {
    expect(madeChange({ values: (n) => (n % 3 === 0 && n < 10 ? 7 : null), steps: 30 }).state).not.toBe('ended')
  })
})
