import { expect, it, vi } from 'vitest'
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import { oneFrame, valuesFrom, valuesIn } from '../../protocol/frame-block'
import { DEFAULT_HUB_SETTINGS } from '../settings'
import { Judges } from './judges'

const START_MS = Date.UTC(2026, 0, 5, 9)
/** Longer than a pool must be full. */
const LONG = 200
const POOL: SeriesDeclaration = { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000 }
const CLIENTS: SeriesDeclaration = { name: 'clients.ws', kind: 'clients', unit: 'count', max: 10 }

const lifeOf = (boot: string): LifeDescription => ({
  service: 's',
  instance: 'i',
  boot,
  pid: 1,
  host: 'h',
  runtime: 'node',
  startedAtMs: START_MS,
})

function judgesOf(...series: SeriesDeclaration[]): Judges {
  const judges = new Judges(DEFAULT_HUB_SETTINGS)
  judges.startLife(lifeOf('first'), series)
  return judges
}

/** Feeds frames of these seqs, a second apart, all with the same values. */
function feed(judges: Judges, from: number, to: number, values: number[]): void {
  for (let seq = from; seq <= to; seq++) {
    const block = oneFrame(seq, START_MS + seq * 1_000, values.length)
    valuesIn(block).set(values, valuesFrom(block))
    judges.feed(block, 0)
  }
}

const flagged = ({ rules }: Judges) => rules.flags().map(({ series }) => series)

it('feed detector and rules with each frame once, however often it comes', () => {
  const judges = judgesOf(POOL)
  const [toRules, toGrowth] = [vi.spyOn(judges.rules, 'push'), vi.spyOn(judges.growth, 'take')]
  feed(judges, 1, 3, [1_000])
  feed(judges, 2, 4, [1_000])
  expect([toRules.mock.calls.length, toGrowth.mock.calls.length]).toEqual([4, 4])
})

it('take the first frame of another life, whose seqs begin anew', () => {
  const judges = judgesOf(POOL)
  feed(judges, 1, LONG, [1])
  judges.startLife({ ...lifeOf('second'), startedAtMs: START_MS + LONG * 1_000 }, [POOL])
  expect(flagged(judges)).toEqual([])
  feed(judges, 1, LONG, [1_000])
  expect(flagged(judges)).toEqual(['pool.mesh'])
})

it('both know series that a life declares later', () => {
  const judges = judgesOf(POOL)
  judges.addSeries([CLIENTS])
  feed(judges, 1, LONG, [1, 10])
  expect(flagged(judges)).toEqual(['clients.ws'])
  expect(judges.growth.verdict(1)).toBeDefined()
})

it('both are told of another max', () => {
  const judges = judgesOf(POOL)
  const ofGrowth = vi.spyOn(judges.growth, 'changeSeries')
  feed(judges, 1, LONG, [1_000])
  judges.changeSeries([{ ...POOL, max: 2_000 }])
  feed(judges, LONG + 1, 2 * LONG, [1_000])
  expect(flagged(judges)).toEqual([])
  expect(ofGrowth.mock.calls).toEqual([[[{ ...POOL, max: 2_000 }]]])
})
