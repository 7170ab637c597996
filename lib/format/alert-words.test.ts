import { describe, expect, it } from 'vitest'
import { limitWords, matchWords, nearWords, slopeWords } from './alert-facts'
import { alertsHeadline, standingOf } from './alert-words'

const NOW = Date.UTC(2026, 10, 21, 12)
const GROWTH = { slopePerHour: 3_412, slopeCi90: [3_300, 3_520] as [number, number], unit: 'count' as const }

describe('how alerts stand', () => {
  it.each([
    [{ pending: 0, firing: 0, waiting: 0 }, 'Nothing fires.'],
    [{ pending: 2, firing: 0, waiting: 0 }, 'Nothing fires; 2 alerts pending.'],
    [{ pending: 0, firing: 1, waiting: 1 }, '1 alert waits for somebody.'],
    [{ pending: 1, firing: 3, waiting: 2 }, '2 alerts wait for somebody; 1 more is pending.'],
    [{ pending: 0, firing: 2, waiting: 0 }, '2 alerts fire, and somebody knows of each.'],
  ])('%o is said as "%s"', (summary, text) => expect(alertsHeadline(summary).text).toBe(text))

  it('waits for somebody only while it fires, is not silenced and not acknowledged', () => {
    const alert = { state: 'firing' as const, ack: null, silencedBy: [] }
    const ack = { atMs: NOW, by: 'Ann', note: '' }
    expect(standingOf(alert)).toBe('waiting')
    expect(standingOf({ ...alert, ack })).toBe('acknowledged')
    expect(standingOf({ ...alert, ack, silencedBy: ['s'] })).toBe('silenced')
    expect(standingOf({ ...alert, state: 'resolved', ack })).toBe('resolved')
  })
})

describe('an alert in words', () => {
  it('has its slope with the interval, and nothing where that is not known', () => {
    expect(slopeWords(GROWTH)).toBe('+3,412 /h (90 %: +3,300 /h to +3,520 /h)')
    expect(slopeWords({ ...GROWTH, slopePerHour: null })).toBe('')
  })

  it('says when the limit is reached', () => {
    expect(limitWords({ ...GROWTH, limitAtMs: [NOW + 300_000, NOW + 420_000] }, NOW)).toBe('limit in 5 to 7 min')
    expect(limitWords({ ...GROWTH, limitAtMs: [NOW - 1, null] }, NOW)).toBe('can reach its limit at any moment')
    expect(limitWords(GROWTH, NOW)).toBe('')
  })

  it('says after what it began', () => {
    const near = { id: 1, title: 'gateway 1.4.2', kind: 'deploy', atMs: NOW, beforeMs: 240_000 }
    expect(nearWords(near)).toBe('began 4 min after gateway 1.4.2')
    expect(nearWords({ ...near, beforeMs: -20_000 })).toBe('began with gateway 1.4.2')
  })

  it('names what a silence is about', () => {
    expect(matchWords({ service: 'gateway', rule: 'growth', labels: { zone: 'eu' } })).toBe(
      'growth of gateway, zone=eu',
    )
    expect(matchWords({ labels: { zone: 'eu' } })).toBe('everything, zone=eu')
  })
})
