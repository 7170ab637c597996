import { expect, it } from 'vitest'
import type { SteadyView } from '../growth/steady-slope'
import type { RunAnswer } from '../protocol/investigations'
import { Doubts, LastSure } from './doubts'
import type { MeasuredRun } from './measured'
import { investigationOf, measuredRun, RUN, START_MS, steadyView, WARM_UP_MS } from './testing/measured-run'
import { toldNext } from './told'

const MINUTE_MS = 60_000
const LEAK = 100

/** A count that rises by 100 an hour, known to a share of what is sure of it. */
function viewOf(toMs: number, share: number): SteadyView {
  // Half of the interval is that share of its low end.
  return steadyView(toMs, { mean: LEAK, half: (share * LEAK) / (1 + share) })
}

/** What is said at each look, ten minutes, a quarter of a warm-up, after the one before. */
function looks(views: readonly ((toMs: number) => SteadyView)[]): RunAnswer[] {
  let run = RUN
  const doubts = new Doubts()
  return views.map((viewAt, at) => {
    const nowMs = START_MS + 2 * WARM_UP_MS + at * 10 * MINUTE_MS
    const measured = measuredRun(run, nowMs, viewAt(nowMs))
    const [answer] = doubts.look(investigationOf([run]), [measured], { warmUpMs: WARM_UP_MS, nowMs }).answer.runs
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
  const seen = (id: string, nowMs: number, mean: number, half: number): MeasuredRun =>
    measuredRun({ ...RUN, id, told }, nowMs, steadyView(nowMs, { mean, half }))
  const look = (afterMs: number, ofLeak: number, ofFlat: number) => {
    const nowMs = START_MS + 3 * WARM_UP_MS + afterMs
    const both = [seen('leak', nowMs, 2, ofLeak), seen('flat', nowMs, 0, ofFlat)]
    return doubts.look(investigationOf([]), both, { warmUpMs: WARM_UP_MS, nowMs }).answer.runs
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
  const seen = (share: number, toMs: number | null = null): MeasuredRun =>
    measuredRun({ ...run, toMs }, nowMs, viewOf(nowMs, share))
  expect(first.isConclusive).toBe(true)
  const sure = new LastSure()
  sure.keep({ ...seen(0.15), level: 490 }, nowMs)
  const soon = { warmUpMs: WARM_UP_MS, nowMs: nowMs + MINUTE_MS }
  const instead = sure.instead(seen(0.5), soon)
  expect([instead.parts[0]?.view.toMs, instead.level]).toEqual([nowMs, 490])
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
