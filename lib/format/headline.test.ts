import { describe, expect, it } from 'vitest'
import type { FleetRow } from '../protocol/dashboard-wire'
import type { FlagWord, VerdictWord } from '../protocol/vocabulary'
import { headline, hiddenOf } from './headline'

const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

function row(
  name: string,
  verdict: VerdictWord | null,
  more: { flags?: FlagWord[]; limit?: [number, number | null] } = {},
) {
  const [service = '', instance = ''] = name.split('/')
  const limitAtMs = more.limit
    ? ([NOW + more.limit[0], more.limit[1] === null ? null : NOW + more.limit[1]] as const)
    : null
  const worst = verdict && {
    series: 'memory.live_set',
    verdict,
    slopePerHour: null,
    slopeCi90: null,
    unit: 'bytes',
    limitAtMs,
  }
  const flags = (more.flags ?? []).map((flag) => ({ flag, sinceMs: NOW, reason: '' }))
  return { id: name, service, instance, flags, worst } as unknown as FleetRow
}

const steady = (count: number) => Array.from({ length: count }, (_, at) => row(`worker/${at}`, 'steady'))
const say = (rows: FleetRow[]) => headline(rows, NOW).text

describe('the headline', () => {
  it('names the one process that grows, and when it reaches its limit', () => {
    const rows = [
      ...steady(7),
      row('gateway/streams', 'growing', { flags: ['growth'], limit: [5 * MINUTE, 7 * MINUTE] }),
    ]
    expect(say(rows)).toBe('1 of 8 processes grows: gateway/streams reaches its limit in 5 to 7 min.')
  })

  it('names of several the one that dies first', () => {
    const rows = [
      ...steady(39),
      row('api/host-a', 'growing', { limit: [20 * HOUR, null] }),
      row('gateway/host-c', 'growing', { limit: [5 * HOUR, 7 * HOUR] }),
    ]
    expect(say(rows)).toBe('2 of 41 processes grow; gateway/host-c reaches its limit in 5 to 7 h.')
  })

  it('says where growth is that meets no limit, and that restarts can hide it', () => {
    expect(say([...steady(1), row('api/a', 'growing')])).toBe(
      '1 of 2 processes grows: api/a rises in memory.live_set, with no limit in sight.',
    )
    expect(say([...steady(1), row('api/a', 'steady', { flags: ['restart-masked'] })])).toBe(
      '1 of 2 processes grows: api/a grows in every life, and restarts hide it.',
    )
  })

  it('says what restarts hide, unless a single life shows the growth as well', () => {
    const masked = row('api/a', 'growing', { flags: ['restart-masked'], limit: [HOUR, 2 * HOUR] })
    const hidden = 'restarted every 2 h; grows by 310 MiB in each life'
    const flags = masked.flags.map((flag) => ({ ...flag, hidden }))
    expect(hiddenOf({ ...masked, flags })).toBe(hidden)
    expect(say([{ ...masked, flags }])).toBe(`The one process grows: api/a is ${hidden}.`)
    const shown = { flag: 'growth', sinceMs: NOW, reason: '' } as const
    expect(hiddenOf({ ...masked, flags: [...flags, shown] })).toBeNull()
    const withLimit = `${hidden}; without restarts it would reach 1.5 GiB after 4 h 40 min`
    const both = [...flags, ...masked.flags.map((flag) => ({ ...flag, hidden: withLimit }))]
    expect(hiddenOf({ ...masked, flags: both })).toBe(withLimit)
  })

  it('says a limit that may be met already', () => {
    expect(say([row('api/a', 'growing', { limit: [-MINUTE, MINUTE] })])).toBe(
      'The one process grows: api/a can reach its limit at any moment.',
    )
  })

  it('names the worst broken rule where none grows', () => {
    const rows = [
      ...steady(6),
      row('gateway/a', 'steady', { flags: ['saturated'] }),
      row('gateway/b', null, { flags: ['near-limit'] }),
    ]
    expect(say(rows)).toBe('No process grows; 2 of 8 processes need a look: gateway/b is near-limit.')
  })

  it('is calm when all is calm, and says what it does not know yet', () => {
    expect(say(steady(8))).toBe('None of 8 processes grows.')
    expect(say([...steady(6), row('api/a', 'collecting')])).toBe(
      'None of 7 processes grows; 1 too young for a verdict.',
    )
    expect(say([row('api/a', 'collecting'), row('api/b', null)])).toBe(
      'Too early to say: all 2 processes still wait for a first verdict.',
    )
    expect(say([])).toBe('No process reports yet.')
  })
})

it('counts all processes where only those that ask for a look are known, and not how many are too young', () => {
  expect(headline([...steady(1), row('api/a', null)], NOW, 1_000).text).toBe('None of 1,000 processes grows.')
})
