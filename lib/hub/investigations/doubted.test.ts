/** What the hub says of a run whose looks differ: the measuring is made up, all else is real. */
import { afterEach, expect, it, vi } from 'vitest'
import type { KeptLife } from '../../history/store'
import {
  investigationOf,
  measuredRun,
  RUN,
  START_MS,
  steadyView,
  WARM_UP_MS,
} from '../../investigations/testing/measured-run'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { SeriesPoints } from '../../protocol/http-api'
import type { Run, RunTold } from '../../protocol/investigations'
import { Investigations } from './investigations'
import { RunMeter } from './run-meter'

afterEach(() => vi.restoreAllMocks())

const METRIC: SeriesDeclaration = { name: 'm', kind: 'streams', unit: 'count' }
const LIFE = { life: { boot: 'b', instance: 'a', startedAtMs: START_MS }, series: [METRIC] } as unknown as KeptLife
const ages = async ({ fromMs }: { fromMs: number }): Promise<SeriesPoints[]> => [
  { ...METRIC, points: [0, 1, 2].map((at) => [fromMs + at * WARM_UP_MS, 400, 450, 500]) } as unknown as SeriesPoints,
]

interface Shown {
  id: string
  mean: number
  half: number
}

/** A hub that is shown these runs, and time that goes on when it is told so. */
function hubThatSees(...shown: Shown[]) {
  const now = { ms: START_MS + 3 * WARM_UP_MS }
  vi.spyOn(RunMeter.prototype, 'measure').mockImplementation(async (run) => {
    const { mean, half } = shown.find(({ id }) => id === run.id) as Shown
    return measuredRun(run, now.ms, steadyView(now.ms, { mean, half }))
  })
  const store = { putRecords: async () => {}, records: async () => [], series: ages, lives: async () => [LIFE] }
  const roster = { entries: () => new Map<never, never>().values() }
  const hub = new Investigations({ store, roster, warmUpMs: WARM_UP_MS, nowMs: () => now.ms })
  const told = (mean: number): RunTold => ({
    atMs: now.ms,
    slopePerHour: mean,
    slopeCi90: [mean - 10, mean + 10],
    takenBackAtMs: null,
  })
  const runs = shown.map(({ id, mean }): Run => ({ ...RUN, id, told: told(mean) }))
  return { hub, now, investigation: investigationOf(runs) }
}

it('I3.3: what was conclusive at one look is so at the next, though that is less sure, and no longer after half a warm-up', async () => {
  const run = { id: 'r', mean: 100, half: 10 }
  const { hub, now, investigation } = hubThatSees(run)
  const look = async (afterMs: number, half: number) => {
    now.ms += afterMs
    run.half = half
    return (await hub.answer(investigation)).runs[0]?.isConclusive
  }
  expect(await look(0, 10)).toBe(true)
  expect(await look(WARM_UP_MS / 4, 80)).toBe(true)
  expect(await look(WARM_UP_MS / 2, 80)).toBe(false)
})

it('I3.3: a look that was asked for before another one told what it found knows of it', async () => {
  const run = { id: 'r', mean: 100, half: 10 }
  const { hub, now, investigation } = hubThatSees(run)
  const { title, question, service, metric, followsLives } = investigation
  const about = { title, question, service, metric, followsLives }
  const asked = await hub.book.add(about, [
    { label: 'a', settings: {}, process: 'p', fromMs: START_MS, toMs: null, by: 'hand' },
  ])
  run.id = asked.runs[0]?.id ?? ''
  expect((await hub.answer(asked)).runs[0]?.isConclusive).toBe(true)
  now.ms += WARM_UP_MS / 4
  run.half = 80
  expect(asked.runs[0]?.told).toBeUndefined()
  expect((await hub.answer(asked)).runs[0]?.isConclusive).toBe(true)
})

it('I8: two runs are compared as they are believed, and not at all surer than the investigation is', async () => {
  const after = { id: 'after', mean: 0, half: 10 }
  const { hub, now, investigation } = hubThatSees({ id: 'before', mean: 100, half: 10 }, after)
  const compare = async (afterMs: number, half: number) => {
    now.ms += afterMs
    after.half = half
    const answer = await hub.answer(investigation)
    const sentence = (await hub.compare(investigation, 'before', 'after'))?.sentence
    return [answer.runs[1]?.isConclusive, sentence?.slice(0, sentence.indexOf('.'))]
  }
  expect(await compare(0, 10)).toEqual([true, 'The leak is gone'])
  // Surely less, and not known as well as a conclusion asks.
  expect(await compare(WARM_UP_MS / 4, 40)).toEqual([true, 'The leak is gone'])
  expect(await compare(WARM_UP_MS / 2, 40)).toEqual([false, 'Not yet known'])
})
