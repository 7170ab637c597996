import { describe, expect, it } from 'vitest'
import { LogInLimits } from './log-in-limits'

const MINUTE_MS = 60_000

function limits() {
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12) }
  return { clock, tries: new LogInLimits(() => clock.nowMs) }
}

describe('tries to log in', () => {
  it('of one name end after ten, wherever they come from, and begin again ten minutes after the first', () => {
    const { clock, tries } = limits()
    for (let at = 0; at < 10; at++) expect(tries.begin('ada', `10.0.0.${at}`)).toBe(0)
    clock.nowMs += 4 * MINUTE_MS
    expect(tries.begin('Ada', '10.0.1.1')).toBe(6 * MINUTE_MS)
    expect(tries.begin('ben', '10.0.1.1')).toBe(0)
    clock.nowMs += 6 * MINUTE_MS
    expect(tries.begin('ada', '10.0.1.1')).toBe(0)
  })

  it('from one address end after thirty, whatever the names; addresses of one IPv6 network are one', () => {
    const { tries } = limits()
    for (let at = 0; at < 30; at++) expect(tries.begin(`name-${at}`, `2001:db8:1:2::${at + 1}`)).toBe(0)
    expect(tries.begin('another', '2001:db8:1:2:ffff::1')).toBeGreaterThan(0)
    expect(tries.begin('another', '2001:db8:1:3::1')).toBe(0)
  })

  it('that were right do not count', () => {
    const { tries } = limits()
    for (let at = 0; at < 100; at++) {
      expect(tries.begin('ada', '10.0.0.1')).toBe(0)
      tries.succeeded('ada', '10.0.0.1')
    }
  })

  it('of others do not shut out who came in from his address lately', () => {
    const { tries } = limits()
    expect(tries.begin('ada', '10.0.0.1')).toBe(0)
    tries.succeeded('ada', '10.0.0.1')
    for (let at = 0; at < 20; at++) tries.begin('ada', `10.9.9.${at}`)
    expect(tries.begin('ada', '10.9.9.99')).toBeGreaterThan(0)
    expect(tries.begin('ada', '10.0.0.1')).toBe(0)
  })

  it('with ever new names and addresses take no more room than ten thousand of each', () => {
    const { tries } = limits()
    for (let at = 0; at < 11_000; at++) tries.begin(`n${at}`, `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`)
    // The newest are still counted.
    for (let at = 0; at < 9; at++) tries.begin('n10999', `11.0.0.${at}`)
    expect(tries.begin('n10999', '11.0.0.99')).toBeGreaterThan(0)
  })
})
