/** Two runs beside each other: the difference of their slopes, and whether they may be compared. */
import type { PairAnswer, Run, RunLoad, Toggle, ToggleVerdict } from '../protocol/investigations'
import type { Interval } from '../protocol/verdict'
import { type Distribution, meanOf, minus, times } from './distribution'
import { verdictOf } from './effects'
import { intervalOf, type JudgedRun, type Standing } from './judged-run'
import { saySlope, sayToggles } from './words'

/** Loads within a fifth of each other are alike; fills within a tenth of full. */
const LIKE_LOAD = 0.2
const LIKE_FILL = 0.1

export interface ComparedRun {
  judged: JudgedRun
  standing: Standing
  load: RunLoad | null
}

export interface ComparedPair {
  a: ComparedRun
  b: ComparedRun
  toggled: Toggle[]
  /** Of `b` less `a`. */
  difference: Distribution | null
  /** The same with the slope of `b` taken to the load of `a`, where loads differ. */
  atLikeLoad: Distribution | null
  isConclusive: boolean
  hasLikeLoad: boolean | null
}

/** Each two of them; `b` has more toggled than `a`, or came later. */
export function pairsOf(runs: readonly ComparedRun[]): ComparedPair[] {
  const pairs = runs.flatMap((one, i) => runs.slice(i + 1).map((other) => pairOf(...inOrder(one, other))))
  return pairs.toSorted((x, y) => x.toggled.length - y.toggled.length)
}

function inOrder(one: ComparedRun, other: ComparedRun): [ComparedRun, ComparedRun] {
  const count = ({ judged }: ComparedRun): number => Object.keys(judged.measured.run.settings).length
  return count(other) < count(one) ? [other, one] : [one, other]
}

/** `a` comes before `b`, whatever they have toggled. */
export function pairOf(a: ComparedRun, b: ComparedRun): ComparedPair {
  const [of, beside] = [b.judged.slope, a.judged.slope]
  const hasLikeLoad = likeLoad(a.load, b.load)
  const difference = of === null || beside === null ? null : minus(of, beside)
  const scale = a.load !== null && b.load !== null && b.load.mean > 0 ? a.load.mean / b.load.mean : null
  return {
    a,
    b,
    toggled: togglesBetween(a.judged.measured.run, b.judged.measured.run),
    difference,
    atLikeLoad:
      hasLikeLoad === false && scale !== null && of !== null && beside !== null
        ? minus(times(of, scale), beside)
        : null,
    isConclusive: a.standing.isConclusive && b.standing.isConclusive,
    hasLikeLoad,
  }
}

/** What the difference of this pair by itself says; repetitions of it may be surer together. */
export function verdictOfPair(pair: ComparedPair, yardstick: number): ToggleVerdict {
  const { a, b, difference, isConclusive } = pair
  const [without, with_] = [a.judged.slope, b.judged.slope]
  if (!isConclusive || without === null || with_ === null || difference === null) return 'not-yet-known'
  const verdict = verdictOf({ without, with: with_, difference }, yardstick)
  return loadsDeny(pair, verdict, yardstick) ? 'not-yet-known' : verdict
}

/** Where loads differ, what holds at the loads as they were must hold at the same load, too. */
export function loadsDeny(
  { a, b, atLikeLoad, isConclusive }: ComparedPair,
  verdict: ToggleVerdict,
  yardstick: number,
): boolean {
  const [without, with_] = [a.judged.slope, b.judged.slope]
  if (!isConclusive || atLikeLoad === null || without === null || with_ === null) return false
  const other = verdictOf({ without, with: with_, difference: atLikeLoad }, yardstick)
  return directionOf(other) !== directionOf(verdict)
}

function directionOf(verdict: ToggleVerdict): 'less' | 'more' | 'none' {
  return verdict === 'isolates' || verdict === 'lessens' ? 'less' : verdict === 'worsens' ? 'more' : 'none'
}

export function togglesBetween(a: Run, b: Run): Toggle[] {
  const keys = [...new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])]
  return keys.flatMap((key) => {
    const [from, to] = [a.settings[key] ?? null, b.settings[key] ?? null]
    return from === to ? [] : [{ key, from, to }]
  })
}

function likeLoad(a: RunLoad | null, b: RunLoad | null): boolean | null {
  if (a === null || b === null || a.of !== b.of) return null
  const most = Math.max(a.mean, b.mean)
  return most === 0 || Math.abs(a.mean - b.mean) <= LIKE_LOAD * most
}

function likeFill(a: JudgedRun, b: JudgedRun): boolean | null {
  const fills = (run: JudgedRun): Map<string, number> =>
    new Map(run.measured.parts.flatMap(({ view }) => view.fills).map(({ series, share }) => [series, share]))
  const [one, other] = [fills(a), fills(b)]
  const shared = [...one].filter(([series]) => other.has(series))
  if (shared.length === 0) return null
  return shared.every(([series, share]) => Math.abs(share - (other.get(series) as number)) <= LIKE_FILL)
}

export function answerOfPair(pair: ComparedPair): PairAnswer {
  const { a, b, difference, atLikeLoad } = pair
  return {
    a: a.judged.measured.run.id,
    b: b.judged.measured.run.id,
    toggled: pair.toggled,
    differencePerHour: difference && meanOf(difference),
    differenceCi90: difference && intervalOf(difference),
    isConclusive: pair.isConclusive,
    atLikeLoad: pair.hasLikeLoad,
    atLikeFill: likeFill(a.judged, b.judged),
    differenceAtLikeLoad: atLikeLoad && { perHour: meanOf(atLikeLoad), ci90: intervalOf(atLikeLoad) },
    sentence: sentenceOf(pair),
  }
}

function sentenceOf({ a, b, toggled, difference, isConclusive, hasLikeLoad }: ComparedPair): string {
  const [one, other] = [a.judged, b.judged]
  const unit = one.measured.unit ?? other.measured.unit
  if (difference === null || unit === null) {
    const missing = [one, other].filter(({ slope }) => slope === null).map(({ measured }) => measured.run.label)
    return `Not yet: ${missing.join(' and ')} ${missing.length === 1 ? 'has' : 'have'} no steady slope so far.`
  }
  const told = (run: JudgedRun): string => saySlope(run.slopePerHour as number, run.slopeCi90 as Interval, unit)
  const [with_, without] =
    toggled.length === 0
      ? [`In ${other.measured.run.label}`, `in ${one.measured.run.label}`]
      : [`With ${sayToggles(toggled)}`, 'without']
  const by = saySlope(meanOf(difference), intervalOf(difference), unit)
  const load = hasLikeLoad === false ? ' Their loads differ.' : ''
  const open = isConclusive ? '' : ' Not all of it is conclusive yet.'
  return `${with_} the slope is ${told(other)}, ${without} ${told(one)}: a difference of ${by}.${load}${open}`
}
