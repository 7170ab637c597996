import { describe, expect, it } from 'vitest'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { arrange, countFlags, viewFromAddress, viewToAddress, type FleetView } from './fleet-view'

const PLAIN = viewFromAddress(new URLSearchParams())

function row(
  name: string,
  more: { flags?: FlagWord[]; bytes?: number | null; limit?: number; host?: string } = {},
): FleetRow {
  const [service = '', instance = ''] = name.split('/')
  return {
    id: name,
    service,
    instance,
    host: more.host ?? 'h',
    labels: { region: 'west' },
    state: 'live',
    startedAtMs: 0,
    lives: 1,
    flags: (more.flags ?? []).map((flag) => ({ flag, sinceMs: 0, reason: '' })),
    memory: { series: 'memory.rss', latestBytes: more.bytes ?? null, limitBytes: null },
    limited: null,
    worst: more.limit === undefined ? null : { verdict: 'growing', limitAtMs: [more.limit, null] },
  } as unknown as FleetRow
}

const names = (rows: FleetRow[], view: Partial<FleetView>) =>
  arrange(rows, { ...PLAIN, ...view }).map((group) => group.rows.map(({ id }) => id))

describe('the arrangement of all processes', () => {
  it('puts first what must be looked at first, with its service', () => {
    const rows = [
      row('api/a'),
      row('gateway/a'),
      row('gateway/late', { flags: ['growth'], limit: 900 }),
      row('gateway/soon', { flags: ['growth'], limit: 100 }),
      row('worker/a', { flags: ['saturated'] }),
    ]
    expect(names(rows, {})).toEqual([['gateway/soon', 'gateway/late', 'gateway/a'], ['worker/a'], ['api/a']])
  })

  it('sorts by a column with unknowns below all that is known, and by name where that is equal', () => {
    const rows = [
      row('a/1', { bytes: 5 }),
      row('a/2', { bytes: null }),
      row('a/3', { bytes: 9 }),
      row('a/0', { bytes: 5 }),
    ]
    expect(names(rows, { sort: 'memory', isDescending: true, isGrouped: false })).toEqual([
      ['a/3', 'a/0', 'a/1', 'a/2'],
    ])
  })

  it('finds every word of a search, in names, hosts and labels', () => {
    const rows = [row('api/a', { host: 'host-1' }), row('api/b', { host: 'host-2' })]
    expect(names(rows, { query: 'API host-2' })).toEqual([['api/b']])
    expect(names(rows, { query: 'region=west' })).toEqual([['api/a', 'api/b']])
    expect(names(rows, { query: 'nowhere' })).toEqual([])
  })

  it('filters by flag, and counts processes a flag', () => {
    const rows = [
      row('a/1', { flags: ['saturated', 'growth'] }),
      row('a/2', { flags: ['saturated', 'saturated'] }),
      row('a/3'),
    ]
    expect(names(rows, { flag: 'growth' })).toEqual([['a/1']])
    expect(countFlags(rows)).toEqual([
      { flag: 'growth', count: 1 },
      { flag: 'saturated', count: 2 },
    ])
  })
})

describe('the arrangement in the address', () => {
  it.each<FleetView>([
    PLAIN,
    { query: 'gate way', flag: 'near-limit', sort: 'memory', isDescending: true, isGrouped: false },
    { query: '', flag: null, sort: 'memory', isDescending: false, isGrouped: true },
    { query: '', flag: null, sort: 'name', isDescending: true, isGrouped: true },
  ])('comes back as it went in: %o', (view) => expect(viewFromAddress(viewToAddress(view))).toEqual(view))

  it('says nothing where all is as on a fresh page', () => expect(viewToAddress(PLAIN).toString()).toBe(''))

  it('reads what makes no sense as a fresh page', () => {
    expect(viewFromAddress(new URLSearchParams('sort=size&flag=bad'))).toEqual(PLAIN)
  })
})
