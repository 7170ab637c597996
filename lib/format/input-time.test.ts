import { describe, expect, it } from 'vitest'
import { fromTimeInput, parseSpan, spanInput, toTimeInput } from './input-time'

describe('a time in a form', () => {
  it('comes back from its field as the same second', () => {
    const atMs = Date.UTC(2026, 10, 21, 12, 3, 9)
    expect(fromTimeInput(toTimeInput(atMs))).toBe(atMs)
    expect(fromTimeInput('soon')).toBeNull()
  })
})

describe('a span in a form', () => {
  it.each([
    ['90 s', 90_000],
    ['2min', 120_000],
    ['1 h 30 min', 5_400_000],
    ['1.5h', 5_400_000],
    ['7 d', 604_800_000],
    ['0', 0],
    ['250 ms', 250],
  ])('reads %s', (text, ms) => expect(parseSpan(text)).toBe(ms))

  it.each(['', 'soon', '5', '5 parsecs', '-3 s', '2 min x'])('does not guess at %s', (text) =>
    expect(parseSpan(text)).toBeNull(),
  )

  it.each([0, 250, 90_000, 5_400_000, 604_800_000, 86_461_001])('is written so that %s ms are read back', (ms) =>
    expect(parseSpan(spanInput(ms))).toBe(ms),
  )
})
