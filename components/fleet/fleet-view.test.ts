import { describe, expect, it } from 'vitest'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import {
  arrange,
  countFlags,
  groupings,
  NameOrder,
  serviceQuery,
  viewFromAddress,
  viewToAddress,
  type FleetView,
} from './fleet-view'

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
    expect(names(rows, { sort: 'memory', isDescending: true, groupBy: 'none' })).toEqual([['a/3', 'a/0', 'a/1', 'a/2']])
  })

  it('has a name that comes later in its place, numbers by their size, and backwards where that is asked for', () => {
    const order = new NameOrder()
    const view = { ...PLAIN, sort: 'name', groupBy: 'none' } as const
    const idsOf = (rows: FleetRow[], isDescending = false) =>
      arrange(rows, { ...view, isDescending }, new Set(), order).flatMap((group) => group.rows.map(({ id }) => id))
    const [two, ten, one] = [row('a/2'), row('a/10'), row('a/1')]
    expect(idsOf([ten, two])).toEqual(['a/2', 'a/10'])
    expect(idsOf([ten, two, one])).toEqual(['a/1', 'a/2', 'a/10'])
    expect(idsOf([ten, one], true)).toEqual(['a/10', 'a/1'])
    expect(idsOf([one])).toEqual(['a/1'])
  })

  it('finds every word of a search, in names, hosts and labels', () => {
    const rows = [row('api/a', { host: 'host-1' }), row('api/b', { host: 'host-2' })]
    expect(names(rows, { query: 'API host-2' })).toEqual([['api/b']])
    expect(names(rows, { query: 'region=west' })).toEqual([['api/a', 'api/b']])
    expect(names(rows, { query: 'nowhere' })).toEqual([])
  })

  it('finds one service alone by its whole name, which a part of another is not', () => {
    const rows = [row('api/a'), row('api-gateway/a')]
    expect(names(rows, { query: 'api' }).flat()).toHaveLength(2)
    expect(names(rows, { query: serviceQuery('api') })).toEqual([['api/a']])
    expect(names(rows, { query: `${serviceQuery('api')} b` })).toEqual([])
    expect(serviceQuery('two words')).toBe('two words')
  })

  it('puts rows of one host or label together, and those without the label under that', () => {
    const rows = [row('api/a', { host: 'h1' }), row('api/b', { host: 'h2' }), row('web/a', { host: 'h1' })]
    expect(names(rows, { groupBy: 'host' })).toEqual([['api/a', 'web/a'], ['api/b']])
    const bare = { ...row('web/b'), labels: {} }
    const titles = arrange([...rows, bare], { ...PLAIN, groupBy: 'label:region' }).map(({ title }) => title)
    expect(titles).toEqual(['region=west', 'without region'])
    expect(groupings([...rows, bare], 'label:gone')).toEqual(['service', 'host', 'label:gone', 'label:region', 'none'])
  })

  it('has pinned rows first, whatever the order, and once', () => {
    const rows = [row('a/1', { flags: ['growth'] }), row('b/1'), row('b/2')]
    const groups = arrange(rows, PLAIN, new Set(['b/2', 'gone']))
    expect(groups.map(({ title, rows: own }) => [title, ...own.map(({ id }) => id)])).toEqual([
      ['Pinned', 'b/2'],
      ['a', 'a/1'],
      ['b', 'b/1'],
    ])
  })

  it('sorts by the time that is left, those without a limit in sight last', () => {
    const rows = [row('a/none'), row('a/late', { limit: 900 }), row('a/soon', { limit: 100 })]
    expect(names(rows, { sort: 'left', groupBy: 'none' })).toEqual([['a/soon', 'a/late', 'a/none']])
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
    { query: 'gate way', flag: 'near-limit', sort: 'memory', isDescending: true, groupBy: 'none' },
    { query: '', flag: null, sort: 'memory', isDescending: false, groupBy: 'service' },
    { query: '', flag: null, sort: 'name', isDescending: true, groupBy: 'label:region' },
    { query: '', flag: null, sort: 'left', isDescending: false, groupBy: 'host' },
  ])('comes back as it went in: %o', (view) => expect(viewFromAddress(viewToAddress(view))).toEqual(view))

  it('says nothing where all is as on a fresh page', () => expect(viewToAddress(PLAIN).toString()).toBe(''))

  it('reads what makes no sense as a fresh page', () => {
    expect(viewFromAddress(new URLSearchParams('sort=size&flag=bad'))).toEqual(PLAIN)
  })
})
