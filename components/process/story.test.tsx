// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { ClientState } from '../../lib/client/client'
import type { ProcessDetail, SeriesDetail } from '../../lib/protocol/http-api'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { ProcessHeader } from './process-header'
import { Story } from './story'

const stage = standInForEach()
const MIB = 1_048_576

const series = (name: string, kind: string, evidence: object, reason: string) =>
  ({
    name,
    kind,
    unit: kind === 'memory' ? 'bytes' : 'count',
    latest: 1,
    verdict: {
      verdict: 'growing',
      sinceMs: NOW - 600_000,
      slopePerHour: kind === 'memory' ? 12 * MIB : 900,
      slopeCi90: kind === 'memory' ? [10 * MIB, 14 * MIB] : [880, 920],
      unit: kind === 'memory' ? 'bytes' : 'count',
      reason,
      evidence,
    },
  }) as unknown as SeriesDetail
const byStreams = { likelyCause: 'streams.ws' }
const detail = {
  id: 'api.a',
  service: 'api',
  instance: 'a',
  host: 'h',
  pid: 7,
  runtime: 'node',
  labels: {},
  lives: 1,
  state: 'live',
  startedAtMs: NOW - 700_000,
  lastFrameAtMs: NOW,
  flags: [],
  flagDetails: [
    { flag: 'growth', series: 'memory.rss', sinceMs: NOW - 600_000, reason: 'rss rose' },
    { flag: 'growth', series: 'memory.heap_used', sinceMs: NOW - 600_000, reason: 'the heap rose' },
    { flag: 'orphaned', series: 'streams.ws', sinceMs: NOW - 650_000, reason: 'streams outlive their clients.' },
    { flag: 'near-limit', series: 'pool.mesh', sinceMs: NOW - 5_000, reason: 'pool.mesh is at 95 %.' },
  ],
  series: [
    series('memory.heap_used', 'memory', byStreams, 'The heap rose by 12 MiB.'),
    series('memory.rss', 'memory', byStreams, 'rss rose'),
    series('streams.ws', 'streams', {}, 'streams.ws rose by 900.'),
  ],
  events: [],
} as unknown as ProcessDetail

const stateWith = (more: object = {}) => {
  const watched = { id: detail.id, detail, data: null, annotations: [], clockAheadMs: null, ...more }
  return { watched: { ...watched, range: { kind: 'live', spanMs: 300_000 } } } as unknown as Partial<ClientState>
}

describe('the story of a process', () => {
  it('tells one leak once: what grows, the same rise elsewhere, the likely cause with what is wrong with it, and what else is broken', async () => {
    const { container } = await stage.show(<Story />, { query: 'id=api.a&range=1h', state: stateWith() })
    const text = container.textContent
    expect(text).toContain('memory.heap_usedThe heap rose by 12 MiB.')
    expect(text).toMatch(/The same rise inmemory\.rss \+12\.0 MiB\/h/u)
    expect(text).toMatch(/Likely cause.*orphaned.*streams\.ws rose by 900\. streams outlive their clients\./su)
    expect(text).not.toContain('rss rose')
    const flags = [...container.querySelectorAll('[aria-label="Flags"] li')].map((li) => li.textContent)
    expect(flags).toHaveLength(1)
    expect(flags[0]).toContain('pool.mesh is at 95 %.')
  })

  it('leads from each series to its chart, in the time that is shown', async () => {
    const { container } = await stage.show(<Story />, { query: 'id=api.a&range=1h', state: stateWith() })
    const links = [...container.querySelectorAll('a[title="To its chart"]')]
    expect(links.map((link) => link.textContent)).toEqual(['memory.heap_used', 'memory.rss', 'streams.ws', 'pool.mesh'])
    expect(links[2]?.getAttribute('href')).toBe('/?id=api.a&range=1h&series=streams.ws')
  })
})

describe('the clock of a process', () => {
  const factsWith = async (clockAheadMs: number | null) => {
    const { container } = await stage.show(<ProcessHeader />, { state: stateWith({ clockAheadMs }) })
    return container.querySelector('dl')?.textContent ?? ''
  }

  it('is told where it differs from the hub’s, and else not', async () => {
    expect(await factsWith(12_000)).toContain('clock12 s ahead of the hub’s')
    expect(await factsWith(-65_000)).toContain('clock1 min behind the hub’s')
    expect(await factsWith(null)).not.toContain('clock')
  })
})
