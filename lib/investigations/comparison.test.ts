import { expect, it } from 'vitest'
import type { RunComparison } from '../protocol/investigations'
import { answerOf } from './answer'
import { compareRuns } from './comparison'
import { judgeTogether } from './judged-together'
import type { MeasuredRun } from './measured'
import type { ComparedRun } from './pairs'
import { investigationOf, measuredRun, RUN, START_MS, steadyView, WARM_UP_MS } from './testing/measured-run'

const OPTIONS = { warmUpMs: WARM_UP_MS, nowMs: START_MS + 3 * WARM_UP_MS }

interface Shown {
  /** Of a count, an hour, known to `half` of an interval on each side. */
  mean: number
  half: number
  /** Clients, of whom a leak may be. */
  load?: number
}

function seen(id: string, { mean, half, load }: Shown): MeasuredRun {
  const { nowMs } = OPTIONS
  const view = steadyView(nowMs, { mean, half })
  const clients = load === undefined ? null : { of: 'client' as const, mean: load, low: load, high: load }
  const settings = id === 'after' ? { FIX: 'true' } : id === 'other' ? { OTHER: 'true' } : {}
  return measuredRun({ ...RUN, id, settings }, nowMs, { ...view, load: clients })
}

/** A leak of 100 an hour, and what became of it; `other` is one more run of the same investigation. */
function compared(after: Shown, before: Shown = { mean: 100, half: 4 }, other?: Shown) {
  const all = [
    seen('before', before),
    seen('after', after),
    ...(other === undefined ? [] : [seen('other', { load: 10, ...other })]),
  ]
  const { runs, yardstick } = judgeTogether(all, OPTIONS)
  const points = [0, 1, 2].map((at): [number, number, number, number] => [at * WARM_UP_MS, 400, 450, 500])
  const side = (run: ComparedRun) => ({
    run,
    series: [{ name: 'streams.ws', kind: 'streams' as const, unit: 'count' as const, points }],
    limit: 1_000,
  })
  const [one, two] = runs.map(side)
  const comparison = compareRuns(one as never, two as never, yardstick, OPTIONS) as RunComparison
  const toggle = answerOf(investigationOf([]), all, OPTIONS).toggles.find(({ name }) => name === 'FIX=true')
  return {
    toggle: toggle?.verdict,
    ofToggle: toggle?.sentence,
    sentence: comparison.sentence.slice(0, comparison.sentence.indexOf(' Before, ')),
  }
}

it.each([
  ['isolates', { mean: 0, half: 4 }, 'The leak is gone. The slope fell from 100.0 an hour (96.0 to 104.0) to '],
  // It may be that some is left, and that is not sure.
  ['isolates', { mean: 2, half: 1.5 }, 'The leak is gone. The slope fell from '],
  ['lessens', { mean: 60, half: 4 }, 'It grows less, and still grows. The slope fell from '],
  ['worsens', { mean: 150, half: 4 }, 'It grows more than before. The slope rose from '],
  ['no-effect', { mean: 90, half: 4 }, 'It grows as before. The slope is 100.0 an hour (96.0 to 104.0) before and '],
  ['isolates', { mean: 4, half: 2 }, 'Most of the leak is gone: 4 % of it is left. The slope fell from '],
  [
    'lessens',
    { mean: 15, half: 15.3 },
    'It grows less; whether the leak is gone is not yet sure. The slope fell from ',
  ],
] as const)('I8: says of what a toggle %s what became of the leak: %o', (verdict, after, words) => {
  const { toggle, sentence } = compared(after)
  expect(toggle).toBe(verdict)
  expect(sentence).toContain(words)
})

it('I8: says nothing of a run of which the investigation says nothing yet, however surely it grows less', () => {
  const { toggle, sentence } = compared({ mean: 0, half: 40 })
  expect(toggle).toBe('not-yet-known')
  expect(sentence).toMatch(/^Not yet known\. The slope is .+ after, as far as is known\.$/u)
})

it('I8: holds a difference against the steepest growth of all runs', () => {
  const { toggle, sentence } = compared({ mean: 50, half: 10 }, { mean: 100, half: 10 }, { mean: 1_000, half: 10 })
  expect(toggle).toBe('no-effect')
  expect(sentence).toMatch(/^It grows as before\. .+: no difference that would matter\.$/u)
})

it('I8: what holds at unlike loads only is not said', () => {
  const { toggle, sentence } = compared({ mean: 25, half: 3, load: 200 }, { mean: 100, half: 4, load: 1_000 })
  expect(toggle).toBe('not-yet-known')
  expect(sentence).toMatch(/^Not yet known\./u)
})

it.each([
  [0.02, 0.01],
  [0, -100],
  [-100, -50],
])(
  'I8: where neither grew by what would matter, there was no leak that could be gone: %d, then %d',
  (before, after) => {
    const { sentence } = compared({ mean: after, half: 0.3 }, { mean: before, half: 0.3 })
    expect(sentence).toMatch(/^It does not grow by what would matter, before or after\./u)
  },
)

it('I6.1: a toggle that lessens a leak is said not to end it where that is sure', () => {
  expect(compared({ mean: 60, half: 4 }).ofToggle).toMatch(/: FIX=true lessens the leak, and does not end it\.$/u)
  expect(compared({ mean: 15, half: 15.3 }).ofToggle).toMatch(
    / lessens the leak, and whether it ends it is not yet sure\.$/u,
  )
})
