import { expect, it } from 'vitest'
import type { SteadyView } from '../growth/steady-slope'
import type { Investigation, Run, RunAnswer } from '../protocol/investigations'
import { Doubts, LastSure } from './doubts'
import type { MeasuredRun } from './measured'
import { toldNext } from './told'

const START_MS = Date.UTC(2026, 0, 5, 9)
const MINUTE_MS = 60_000
const WARM_UP_MS = 40 * MINUTE_MS
const LEAK = 100
/** Of an even spread between the ends, an interval leaves out 13 % on each side. */
const HELD = 0.74

const RUN: Run = {
  id: 'r',
  label: 'as it is',
  settings: {},
  process: 'p',
  fromMs: START_MS,
  toMs: null,
  by: 'hand',
}

/** A count that rises by 100 an hour, known to a share of what is sure of it. */
function viewOf(toMs: number, share: number): SteadyView {
  // Half of the interval is that share of its low end.
  const half = (share * LEAK) / (1 + share)
  return {
    fromMs: START_MS,
    toMs,
    steadyFromMs: START_MS + WARM_UP_MS,
    gate: { waits: null, heldBy: 'warm-up', opensAtMs: START_MS + WARM_UP_MS, series: null, share: null },
    slope: { mean: LEAK, quantile: (at) => LEAK + (2 * (at - 0.5) * half) / HELD },
    load: null,
    fills: [],
  }
}

/** What is said at each look, ten minutes, a quarter of a warm-up, after the one before. */
function looks(views: readonly ((toMs: number) => SteadyView)[]): RunAnswer[] {
  let run = RUN
  const doubts = new Doubts()
  return views.map((viewAt, at) => {
    const nowMs = START_MS + 2 * WARM_UP_MS + at * 10 * MINUTE_MS
    const part = { process: 'p', instance: 'a', boot: 'b', startedAtMs: START_MS, fromMs: START_MS, toMs: nowMs }
    const figures = { peak: 500, floor: 400, level: 500, curve: [] }
    const measured = { run, unit: 'count' as const, parts: [{ part, view: viewAt(nowMs) }], ...figures }
    const about = { id: 'i', title: 't', question: '', service: 's', metric: 'm', followsLives: false }
    const investigation: Investigation = { ...about, runs: [run], createdAtMs: START_MS, changedAtMs: START_MS }
    const [answer] = doubts.answer(investigation, [measured], { warmUpMs: WARM_UP_MS, nowMs }).runs
    const told = toldNext(answer as RunAnswer, nowMs)
    run = { ...RUN, ...(told === undefined ? {} : { told }) }
    return answer as RunAnswer
  })
}

const known = (share: number) => (toMs: number) => viewOf(toMs, share)
const states = (answers: readonly RunAnswer[]): string[] => answers.map(({ state }) => state)

it('I3.3: what was never conclusive has to be known to 16 % of what is sure', () => {
  expect(states(looks([known(0.2), known(0.17), known(0.15)]))).toEqual(['measuring', 'measuring', 'conclusive'])
})

it('I3.3: what was conclusive stays so while it is a little less sure, and does not come and go', () => {
  const answers = looks([known(0.15), known(0.17), known(0.15), known(0.2), known(0.3), known(0.16)])
  expect(states(answers)).toEqual(Array.from({ length: 6 }, () => 'conclusive'))
})

it('I3.3: what is surely less sure, for half a warm-up, is taken back with a reason and with what was said, until it is known as well again', () => {
  const [, wide, back, still, again] = looks([known(0.15), ...[0.4, 0.4, 0.2, 0.15].map(known)])
  const asItWas = 'The slope is 100 an hour (87 to 113), steady for 40 min.'
  expect([wide?.sentence, wide?.state]).toEqual([asItWas, 'conclusive'])
  expect(wide?.slopeCi90).toEqual(back?.told?.slopeCi90)
  expect(back?.state).toBe('measuring')
  expect(back?.sentence).toMatch(
    /^Not yet, about .+ more: its slope is less sure than it was\. The slope so far is 100 /u,
  )
  expect(back?.sentence).toContain('It had been conclusive, at 100 an hour (87 to 113): that no longer holds.')
  expect(still?.state).toBe('measuring')
  expect(again?.sentence).toBe('The slope is 100 an hour (87 to 113), steady for 1 h 20 min.')
})

it('I3.3: a run is not taken back because another, by which all are measured, is in doubt', () => {
  const doubts = new Doubts()
  const told = { atMs: START_MS, slopePerHour: 2, slopeCi90: [1.8, 2.2] as [number, number], takenBackAtMs: null }
  const about = { id: 'i', title: 't', question: '', service: 's', metric: 'm', followsLives: false }
  const runOf = (id: string): Run => ({ ...RUN, id, told })
  const investigation: Investigation = { ...about, runs: [], createdAtMs: START_MS, changedAtMs: START_MS }
  /** Known to `half` an hour on each side. */
  const seen = (id: string, nowMs: number, mean: number, half: number): MeasuredRun => {
    const part = { process: 'p', instance: 'a', boot: id, startedAtMs: START_MS, fromMs: START_MS, toMs: nowMs }
    const slope = { mean, quantile: (at: number) => mean + (2 * (at - 0.5) * half) / HELD }
    const view = { ...viewOf(nowMs, 0.15), slope }
    return { run: runOf(id), unit: 'count', parts: [{ part, view }], peak: 5, floor: 4, level: 500, curve: [] }
  }
  const look = (afterMs: number, ofLeak: number, ofFlat: number) => {
    const nowMs = START_MS + 3 * WARM_UP_MS + afterMs
    const both = [seen('leak', nowMs, 2, ofLeak), seen('flat', nowMs, 0, ofFlat)]
    return doubts.answer(investigation, both, { warmUpMs: WARM_UP_MS, nowMs }).runs
  }
  expect(look(0, 0.2, 0.2).map(({ isConclusive }) => isConclusive)).toEqual([true, true])
  // By itself the second would do where nothing is sure, and not beside what is believed of the first.
  const later = look(5 * MINUTE_MS, 3, 0.6)
  expect(later.map(({ isConclusive }) => isConclusive)).toEqual([true, true])
  expect(later[1]?.slopeCi90?.[1]).toBeCloseTo(0.2, 1)
})

it('I3.3: what somebody ended before that look, and what nobody looked at for longer, is not believed as it was', () => {
  const first = looks([known(0.15)])[0] as RunAnswer
  const nowMs = START_MS + 2 * WARM_UP_MS
  const run = {
    ...RUN,
    told: { atMs: nowMs, slopePerHour: LEAK, slopeCi90: [87, 113] as [number, number], takenBackAtMs: null },
  }
  const seen = (share: number, toMs: number | null = null): MeasuredRun => {
    const part = { process: 'p', instance: 'a', boot: 'b', startedAtMs: START_MS, fromMs: START_MS, toMs: nowMs }
    const view = viewOf(nowMs, share)
    return { run: { ...run, toMs }, unit: 'count', parts: [{ part, view }], peak: 5, floor: 4, level: 5, curve: [] }
  }
  expect(first.isConclusive).toBe(true)
  const sure = new LastSure()
  sure.keep(seen(0.15), nowMs)
  const soon = { warmUpMs: WARM_UP_MS, nowMs: nowMs + MINUTE_MS }
  expect(sure.instead(seen(0.5), soon).parts[0]?.view.toMs).toBe(nowMs)
  const cut = seen(0.5, nowMs - MINUTE_MS)
  expect(sure.instead(cut, soon)).toBe(cut)
  sure.keep(seen(0.15), nowMs)
  const late = seen(0.5)
  expect(sure.instead(late, { ...soon, nowMs: nowMs + WARM_UP_MS / 2 })).toBe(late)
})

it('I3.3: a look that knows no slope is a doubt, and one that is sure again ends it', () => {
  const unknown = (toMs: number): SteadyView => ({
    ...viewOf(toMs, 0.15),
    slope: null,
    gate: { waits: 'settling', heldBy: 'warm-up', opensAtMs: toMs + WARM_UP_MS, series: null, share: null },
  })
  const answers = looks([known(0.15), unknown, known(0.15), unknown, unknown])
  expect(states(answers)).toEqual([...Array.from({ length: 4 }, () => 'conclusive'), 'warming-up'])
})

it('I3.3: a cache that begins to fill again takes it back, by name', () => {
  const filling = (toMs: number): SteadyView => ({
    ...viewOf(toMs, 0.15),
    steadyFromMs: null,
    slope: null,
    gate: { waits: 'fill', heldBy: 'fill', opensAtMs: toMs + WARM_UP_MS, series: 'pool.did', share: 0.8 },
  })
  const [, back] = looks([known(0.15), filling])
  expect(back?.state).toBe('warming-up')
  expect(back?.sentence).toContain(
    'more: pool.did is 80 % full and still fills. It had been conclusive, at 100 an hour',
  )
})
