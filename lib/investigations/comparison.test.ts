import { expect, it } from 'vitest'
import { type ComparedSide, compareRuns } from './comparison'
import { measuredRun, RUN, START_MS, steadyView, WARM_UP_MS } from './testing/measured-run'

const nowMs = START_MS + 3 * WARM_UP_MS

/** A count that rises by `mean` an hour, known to `half` of one on each side. */
function side(id: string, mean: number, half: number, isConclusive = true): ComparedSide {
  const points = [0, 1, 2].map((at): [number, number, number, number] => [at * WARM_UP_MS, 400, 450, 500])
  return {
    measured: measuredRun({ ...RUN, id }, nowMs, steadyView(nowMs, { mean, half })),
    isConclusive,
    series: [{ name: 'streams.ws', kind: 'streams', unit: 'count', points }],
    limit: null,
  }
}

const LEAK = side('before', 100, 4)

function word(after: ComparedSide, before = LEAK): string {
  const { sentence } = compareRuns(before, after, { warmUpMs: WARM_UP_MS, nowMs }) ?? { sentence: '' }
  return sentence.slice(0, sentence.search(/ The slope | Before,/u))
}

it('I8: says what became of the leak by the bars of a toggle', () => {
  expect(word(side('after', 0, 4))).toBe('The leak is gone.')
  expect(word(side('after', 60, 4))).toBe('It grows less, and still grows.')
  expect(word(side('after', 150, 4))).toBe('It grows more than before.')
  expect(word(side('after', 95, 4))).toBe('It grows as before.')
  expect(word(side('after', 40, 80))).toBe('Not yet known.')
})

it('I8: says how much is left where most is gone and the rest is sure', () => {
  expect(word(side('after', 4, 2))).toBe('Most of the leak is gone: 4 % of it is left.')
})

it('I8: does not say that a leak is gone where much of it may be left', () => {
  expect(word(side('after', 20, 30))).toBe('It grows less; whether the leak is gone is not yet sure.')
})

it('I8: where nothing grew by what would matter, there was no leak that could be gone', () => {
  expect(word(side('after', 0.01, 0.02), side('before', 0.02, 0.02))).toBe(
    'It does not grow by what would matter, before or after.',
  )
})

it('I8: says nothing of a run of which the investigation says nothing yet', () => {
  expect(word(side('after', 0, 4, false))).toBe('Not yet known.')
  expect(word(side('after', 0, 4), side('before', 100, 4, false))).toBe('Not yet known.')
})
