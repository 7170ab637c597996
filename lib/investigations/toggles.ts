/** What each setting does to the leak: from runs that differ in nothing else, or from what all runs have in common. */
import type { Run, Toggle, ToggleAnswer, ToggleVerdict } from '../protocol/investigations'
import type { Unit } from '../protocol/vocabulary'
import { blend, type Distribution, meanOf, minus } from './distribution'
import { differsSurely, isSurelyBelow, isSureToGrow, type Sides, verdictOf } from './effects'
import { halfWidth, intervalOf } from './judged-run'
import { type ComparedPair, type ComparedRun, loadsDeny } from './pairs'
import { saySlope, sayToggles } from './words'

export interface JudgedToggle {
  toggle: Toggle
  verdict: ToggleVerdict
  basis: 'pair' | 'runs'
  sides: Sides | null
  answer: ToggleAnswer
}

/** In the order in which settings first appear. */
export function togglesOf(
  runs: readonly ComparedRun[],
  pairs: readonly ComparedPair[],
  yardstick: number,
): JudgedToggle[] {
  const all = toggledIn(runs.map(({ judged }) => judged.measured.run))
  const onlyOne = soleCause(all, runs)
  return all.map((toggle) => judgeToggle(toggle, runs, pairs, yardstick, onlyOne))
}

/** Each value of a setting that is not that of the run with the least toggled. */
function toggledIn(runs: readonly Run[]): Toggle[] {
  const plainest = runs.toSorted((a, b) => Object.keys(a.settings).length - Object.keys(b.settings).length)[0]
  if (plainest === undefined) return []
  const keys = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))]
  return keys.flatMap((key) => {
    const values = [...new Set(runs.map(({ settings }) => settings[key] ?? null))]
    const usual = values.includes(null) ? null : (plainest.settings[key] ?? null)
    return values.filter((value) => value !== usual).map((to): Toggle => ({ key, from: usual, to }))
  })
}

function judgeToggle(
  toggle: Toggle,
  runs: readonly ComparedRun[],
  pairs: readonly ComparedPair[],
  yardstick: number,
  onlyOne: Toggle | null,
): JudgedToggle {
  const own = pairs.filter((pair) => isOnly(pair, toggle))
  const basis = own.length > 0 ? 'pair' : 'runs'
  const sides = own.length > 0 ? sidesOfPairs(own) : sidesOfRuns(toggle, runs, onlyOne)
  const seen = sides === null ? 'not-yet-known' : verdictOf(sides, yardstick)
  // Beside one setting that explains all runs, another one can only be seen to do nothing.
  const isBeside = own.length === 0 && onlyOne !== toggle
  const known = isBeside && seen !== 'no-effect' ? 'not-yet-known' : seen
  const verdict = own.some((pair) => loadsDeny(pair, known, yardstick)) ? 'not-yet-known' : known
  const hasEnough = basis === 'pair' ? own.some(({ isConclusive }) => isConclusive) : runs.every(isDone)
  return finish(toggle, hasEnough ? verdict : 'not-yet-known', basis, sides, runs)
}

const isDone = ({ standing }: ComparedRun): boolean => standing.isConclusive

function isOnly({ toggled }: ComparedPair, { key, from, to }: Toggle): boolean {
  const [one, ...others] = toggled
  if (one === undefined || others.length > 0 || one.key !== key) return false
  return (one.from === from && one.to === to) || (one.from === to && one.to === from)
}

/** Repetitions of the same pair are put together, the surer ones with more weight. */
function sidesOfPairs(pairs: readonly ComparedPair[]): Sides | null {
  const usable = pairs.filter(({ isConclusive }) => isConclusive)
  const taken = usable.length > 0 ? usable : pairs
  return sidesOf(
    taken.map(({ a }) => a),
    taken.map(({ b }) => b),
  )
}

const has = (run: ComparedRun, { key, to }: Toggle): boolean => (run.judged.measured.run.settings[key] ?? null) === to

function sidesOf(without: readonly ComparedRun[], with_: readonly ComparedRun[]): Sides | null {
  const [one, other] = [together(without), together(with_)]
  return one === null || other === null ? null : { without: one, with: other, difference: minus(other, one) }
}

function together(runs: readonly ComparedRun[]): Distribution | null {
  return blend(
    [...new Set(runs)].flatMap(({ judged: { slope, slopeCi90 } }) =>
      slope === null || slopeCi90 === null
        ? []
        : [{ of: slope, weight: 1 / Math.max(halfWidth(slopeCi90), Number.MIN_VALUE) ** 2 }],
    ),
  )
}

/**
 * Without a pair that differs in nothing else, a toggle is judged only where one setting alone explains all runs: then the
 * others do nothing, and runs may be put together that differ in them.
 */
function sidesOfRuns(toggle: Toggle, runs: readonly ComparedRun[], onlyOne: Toggle | null): Sides | null {
  if (onlyOne === null) return null
  if (onlyOne === toggle)
    return sidesOf(
      runs.filter((run) => !has(run, toggle)),
      runs.filter((run) => has(run, toggle)),
    )
  // On one side of what matters, so that it is the same in all of them.
  const split = [true, false].map((side) => runs.filter((run) => has(run, onlyOne) === side))
  const alike = split.find((some) => some.some((run) => has(run, toggle)) && some.some((run) => !has(run, toggle)))
  if (alike === undefined) return null
  return sidesOf(
    alike.filter((run) => !has(run, toggle)),
    alike.filter((run) => has(run, toggle)),
  )
}

/** The one toggle by which all runs that differ surely are parted, and none that do not. */
function soleCause(toggles: readonly Toggle[], runs: readonly ComparedRun[]): Toggle | null {
  const usable = runs.filter(({ judged, standing }) => judged.slope !== null && standing.isConclusive)
  if (usable.length < 3 || usable.length < runs.length) return null
  const explains = toggles.filter((toggle) => {
    const side = (run: ComparedRun): boolean => has(run, toggle)
    return usable.every((one, i) =>
      usable.slice(i + 1).every((other) => {
        const difference = minus(one.judged.slope as Distribution, other.judged.slope as Distribution)
        return differsSurely(difference) === (side(one) !== side(other))
      }),
    )
  })
  const [only, ...others] = explains
  if (only === undefined || others.length > 0) return null
  const sides = sidesOf(
    usable.filter((run) => !has(run, only)),
    usable.filter((run) => has(run, only)),
  )
  // What only one run shows is not called a cause: two others may each have ended the leak.
  return sides !== null && isSurelyBelow(sides.difference) ? only : null
}

function finish(
  toggle: Toggle,
  verdict: ToggleVerdict,
  basis: 'pair' | 'runs',
  sides: Sides | null,
  runs: readonly ComparedRun[],
): JudgedToggle {
  const name = sayToggles([toggle])
  const unit = runs.find(({ judged }) => judged.measured.unit !== null)?.judged.measured.unit ?? null
  const answer: ToggleAnswer = {
    toggles: [toggle],
    name,
    verdict,
    basis,
    differencePerHour: sides && meanOf(sides.difference),
    differenceCi90: sides && intervalOf(sides.difference),
    sentence: sentenceOf(name, verdict, basis, sides, unit),
  }
  return { toggle, verdict, basis, sides, answer }
}

function sentenceOf(
  name: string,
  verdict: ToggleVerdict,
  basis: 'pair' | 'runs',
  sides: Sides | null,
  unit: Unit | null,
): string {
  if (sides === null || unit === null)
    return basis === 'runs'
      ? `Not yet known: no two runs differ in ${name} alone.`
      : `Not yet known: a run with ${name} and one without have no steady slope yet.`
  const told = (of: Distribution): string => saySlope(meanOf(of), intervalOf(of), unit)
  const both = `With ${name} the slope is ${told(sides.with)}, without it ${told(sides.without)}`
  const alone =
    basis === 'runs' && verdict !== 'not-yet-known'
      ? ' No two runs differ in it alone: this holds if one setting explains all of them.'
      : ''
  return `${both}: ${meaningOf(verdict, name, isSureToGrow(sides.with))}.${alone}`
}

function meaningOf(verdict: ToggleVerdict, name: string, isSureToGrow: boolean): string {
  switch (verdict) {
    case 'isolates':
      return `what ${name} leaves out holds the leak`
    case 'lessens':
      return `${name} lessens the leak, and ${isSureToGrow ? 'does not end it' : 'whether it ends it is not yet sure'}`
    case 'worsens':
      return `${name} makes it worse`
    case 'no-effect':
      return `${name} has no effect on it`
    case 'not-yet-known':
      return 'what it does is not yet known'
    default:
      return verdict satisfies never
  }
}
