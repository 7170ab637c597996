import { describe, expect, it } from 'vitest'
import { rangeFromAddress, rangeToAddress, spanOf, windowOf, type ViewRange } from './view-range'

const AT = Date.UTC(2026, 10, 21, 12)
const read = (address: string) => rangeFromAddress(new URLSearchParams(address))

describe('the range in the address', () => {
  const ranges: ViewRange[] = [
    { kind: 'live', spanMs: 300_000 },
    { kind: 'live', spanMs: 86_400_000 },
    { kind: 'paused', spanMs: 3_600_000, endMs: AT },
    { kind: 'between', fromMs: AT - 123_456, toMs: AT },
  ]

  it.each(ranges)('comes back as it went in: $kind', (range) => {
    expect(rangeFromAddress(rangeToAddress(new URLSearchParams('id=x'), range))).toEqual(range)
  })

  it('leaves the rest of the address, and takes out what another kind of range wrote', () => {
    const before = new URLSearchParams(`id=gateway.a&from=1&to=${AT}&scale=fit`)
    expect(rangeToAddress(before, { kind: 'live', spanMs: 3_600_000 }).toString()).toBe(
      'id=gateway.a&scale=fit&range=1h',
    )
  })

  it('shows the last five minutes where the address makes no sense', () => {
    const live = { kind: 'live', spanMs: 300_000 }
    for (const address of ['', 'range=9y', 'from=5&to=4', `from=${AT}`, `from=${AT}&to=${AT + 10}`, 'from=x&to=y'])
      expect(read(address)).toEqual(live)
  })

  it('reads times that somebody typed', () => {
    expect(read('from=2026-11-21T11:00:00Z&to=2026-11-21T12:00:00Z')).toEqual({
      kind: 'between',
      fromMs: AT - 3_600_000,
      toMs: AT,
    })
  })

  it('is a window that moves only while it is live', () => {
    const spans = ranges.map((range) => [windowOf(range, AT), windowOf(range, AT + 1_000)].map(({ toMs }) => toMs - AT))
    expect(spans).toEqual([
      [0, 1_000],
      [0, 1_000],
      [0, 0],
      [0, 0],
    ])
    expect(spanOf({ kind: 'between', fromMs: 5, toMs: 25 })).toBe(20)
  })
})
