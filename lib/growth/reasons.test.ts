import { expect, test } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { reasonOf, type Facts } from './reasons'

const MIB = 1024 * 1024
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2026, 0, 5, 12, 10)

const heap: SeriesDeclaration = { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' }
const rss: SeriesDeclaration = { name: 'memory.rss', kind: 'memory', unit: 'bytes' }
const pool: SeriesDeclaration = { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1000 }
const streams: SeriesDeclaration = { name: 'streams.ws', kind: 'streams', unit: 'count' }

function facts(more: Partial<Facts>): Facts {
  return {
    declaration: heap,
    role: 'live',
    word: 'growing',
    cause: 'rising',
    nowMs: NOW,
    startedAtMs: NOW - 4 * HOUR,
    warmUpMs: 40 * MINUTE,
    horizonMs: 30 * 24 * HOUR,
    fromMs: NOW - 190 * MINUTE,
    toMs: NOW,
    slopePerHour: 67 * MIB,
    slopeCi90: [58 * MIB, 75 * MIB],
    load: null,
    share: null,
    limit: null,
    limitAtMs: null,
    conclusiveAtMs: null,
    collections: 40,
    lives: Number.NaN,
    hidden: null,
    likelyCause: null,
    shares: null,
    ...more,
  }
}

const steadyClients = { of: 'client', first: 199, last: 201, low: 194, high: 205 } as const
const moreClients = { of: 'client', first: 120, last: 200, low: 118, high: 207 } as const
const dailyClients = { of: 'client', first: 140, last: 143, low: 60, high: 410 } as const
const requests = { of: 'request', first: 40 * 3600, last: 41 * 3600, low: 39 * 3600, high: 42 * 3600 } as const
const heapLimit = { limit: 1.5 * 1024 * MIB, of: 'heap limit' }
const level = { role: 'level' as const, slopePerHour: 12, slopeCi90: [-3, 27] as [number, number] }

test('every reason reads as a person would say it, with numbers and units', async () => {
  const said = [
    facts({ limit: heapLimit, limitAtMs: [Date.UTC(2026, 0, 5, 14, 20), Date.UTC(2026, 0, 5, 17, 5)] }),
    facts({
      load: steadyClients,
      limit: heapLimit,
      limitAtMs: [Date.UTC(2026, 0, 5, 14, 20), Date.UTC(2026, 0, 5, 17, 5)],
    }),
    facts({ load: requests, limit: heapLimit, limitAtMs: [NOW + 9 * HOUR, NOW + 14 * HOUR] }),
    facts({ load: moreClients, limit: heapLimit, limitAtMs: [NOW + HOUR + 5000, NOW + HOUR + 30_000] }),
    facts({ load: dailyClients, slopeCi90: [66.96 * MIB, 67.04 * MIB] }),
    facts({ limit: heapLimit, limitAtMs: [Date.UTC(2026, 0, 6, 2), null] }),
    facts({ limit: heapLimit, limitAtMs: [NOW, NOW + HOUR] }),
    facts({ likelyCause: { series: 'streams.ws', bytesEach: 12_300 } }),
    facts({ declaration: rss, role: 'level', shares: { retained: 0.8, external: 0.02, unattributed: 0.18 } }),
    facts({ cause: 'by-request', share: { of: 'request', slope: 2048 } }),
    facts({ cause: 'by-request', share: { of: 'client', slope: 4700 }, declaration: rss, role: 'level' }),
    facts({ cause: 'pooled', lives: 5, declaration: rss, role: 'level' }),
    facts({ cause: 'pooled', lives: 5, hidden: 'restarted every 2 h; grows by 134 MiB in each life' }),
    facts({ declaration: streams, role: 'level', slopePerHour: 320, slopeCi90: [300, 341] }),
    facts({
      declaration: pool,
      role: 'level',
      slopePerHour: 40,
      slopeCi90: [31, 52],
      limit: { limit: 1000, of: 'its max' },
      limitAtMs: [NOW + 5 * HOUR, NOW + 9 * HOUR],
    }),
    facts({ word: 'collecting', cause: 'young', startedAtMs: NOW - 12 * MINUTE, conclusiveAtMs: NOW + 40 * MINUTE }),
    facts({ word: 'collecting', cause: 'young' }),
    facts({ word: 'collecting', cause: 'no-collections', collections: 0 }),
    facts({ word: 'collecting', cause: 'no-collections', collections: 4, conclusiveAtMs: NOW + 2 * HOUR }),
    facts({ word: 'collecting', cause: 'no-cycles', role: 'sawtooth' }),
    facts({ word: 'collecting', cause: 'garbage', declaration: rss, role: 'level', conclusiveAtMs: NOW + 40 * MINUTE }),
    facts({ word: 'collecting', cause: 'day', declaration: rss, role: 'level', conclusiveAtMs: NOW + 26 * HOUR }),
    facts({ word: 'collecting', cause: 'short', conclusiveAtMs: NOW + 30 * MINUTE }),
    facts({ word: 'warming-up', cause: 'filling', declaration: rss, role: 'level' }),
    facts({
      word: 'warming-up',
      cause: 'filling',
      declaration: pool,
      role: 'level',
      limit: { limit: 1000, of: 'its max' },
    }),
    facts({ word: 'warming-up', cause: 'settling', declaration: rss, role: 'level' }),
    facts({ word: 'warming-up', cause: 'settling', declaration: rss, role: 'level', slopePerHour: -2 * MIB }),
    facts({ word: 'load-driven', cause: 'load', declaration: rss, role: 'level' }),
    facts({ word: 'load-driven', cause: 'load', declaration: rss, role: 'level', load: dailyClients }),
    facts({ word: 'load-driven', cause: 'load', declaration: rss, role: 'level', load: moreClients }),
    facts({ word: 'load-driven', cause: 'inseparable', declaration: rss, role: 'level', load: moreClients }),
    facts({ word: 'load-driven', cause: 'inseparable', declaration: rss, role: 'level' }),
    facts({ word: 'steady', cause: 'flat', declaration: streams, ...level }),
    facts({ word: 'steady', cause: 'flat', declaration: streams, ...level, slopeCi90: [3, 27] }),
    facts({ word: 'steady', cause: 'flat', declaration: streams, ...level, slopePerHour: -12, slopeCi90: [-27, -3] }),
    facts({ word: 'steady', cause: 'slow', slopePerHour: 9_000, slopeCi90: [7_000, 11_000] }),
    facts({
      word: 'steady',
      cause: 'counter',
      declaration: { name: 'gc.major_count', kind: 'counter', unit: 'count' },
      role: 'counter',
    }),
    facts({ word: 'falling', cause: 'falling', slopePerHour: -30 * MIB, slopeCi90: [-41 * MIB, -22 * MIB] }),
    facts({ word: 'falling', cause: 'falling', slopePerHour: -30 * MIB, slopeCi90: [-61 * MIB, 2 * MIB] }),
  ].map(reasonOf)
  await expect(`${said.join('\n')}\n`).toMatchFileSnapshot('__snapshots__/reasons.txt')
})
