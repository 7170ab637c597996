import { describe, expect, it } from 'vitest'
import { alertOf, NOW } from '../testing/alert'
import { onsetRange, processAddress, viewFromAddress, viewToAddress } from './alerts-view'

const read = (query: string) => viewFromAddress(new URLSearchParams(query))

describe('the address of the alerts page', () => {
  it.each(['', 'state=firing&service=gateway&rule=growth&q=ws', 'tab=history&service=gateway&page=3', 'tab=silences'])(
    'says what is shown, and is read back: %s',
    (query) => {
      expect(viewToAddress(read(query))).toBe(query === '' ? '/alerts' : `/alerts?${query}`)
    },
  )

  it('falls back to the plain page for what makes no sense', () => {
    expect(read('tab=none&state=gone&rule=bad&page=-4')).toEqual(read(''))
  })
})

describe('the picture of a begin', () => {
  it('has the time before it, and ends soon after it', () => {
    const alert = alertOf('a', { sinceMs: NOW - 10 * 3_600_000 })
    const { fromMs, toMs } = onsetRange(alert, NOW)
    expect(alert.sinceMs - fromMs).toBe(15 * 60_000)
    expect(toMs - alert.sinceMs).toBe(45 * 60_000)
  })

  it('ends now for what lasts, and a minute after what is over', () => {
    const alert = alertOf('a', { sinceMs: NOW - 120_000 })
    expect(onsetRange(alert, NOW).toMs).toBe(NOW)
    expect(onsetRange({ ...alert, resolvedAtMs: NOW - 30_000 }, NOW).toMs).toBe(NOW + 30_000)
  })

  it('leads to the process at that time', () => {
    const alert = alertOf('a b', { sinceMs: NOW - 120_000 })
    expect(processAddress(alert, NOW)).toBe(`/process?id=gateway.a%20b&from=${NOW - 120_000 - 15 * 60_000}&to=${NOW}`)
  })
})
