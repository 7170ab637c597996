/** Which run would tell most. */
import type { NextRun, RunSettings } from '../protocol/investigations'
import { STEADY_WARM_UPS } from './judged-run'
import type { AnswerOptions } from './measured'
import type { ComparedPair, ComparedRun } from './pairs'
import type { JudgedToggle } from './toggles'
import { sayAbout, sayList, saySettings } from './words'

export function nextRunOf(
  runs: readonly ComparedRun[],
  pairs: readonly ComparedPair[],
  toggles: readonly JudgedToggle[],
  options: AnswerOptions,
): NextRun {
  return (
    waitForOpen(runs, options) ??
    plainRun(runs, toggles, options) ??
    repeatShort(runs, options) ??
    oneByOne(runs, toggles, options) ??
    likeLoad(pairs, options) ??
    together(runs, toggles, options) ??
    backAgain(runs, toggles, options) ??
    firstToggle(runs, toggles) ?? {
      kind: 'enough',
      run: null,
      settings: null,
      forMs: null,
      sentence: 'Enough is known: no further run would tell much more.',
    }
  )
}

const settingsOf = ({ judged }: ComparedRun): RunSettings => judged.measured.run.settings

function start(settings: RunSettings, why: string, runs: readonly ComparedRun[], options: AnswerOptions): NextRun {
  const forMs = lengthOf(runs, options)
  const what =
    Object.keys(settings).length === 0
      ? 'A run as it usually is, with nothing toggled'
      : `A run with ${saySettings(settings)}`
  return { kind: 'start', run: null, settings, forMs, sentence: `${what}, for ${sayAbout(forMs)}: ${why}.` }
}

/** As long as runs that told took from their start, or the least that any takes. */
function lengthOf(runs: readonly ComparedRun[], { warmUpMs }: AnswerOptions): number {
  const took = runs
    .filter(({ standing, judged }) => standing.isConclusive && judged.steady !== null)
    .map(({ judged }) => (judged.steady?.toMs ?? 0) - judged.measured.run.fromMs)
  return Math.round(took.length > 0 ? Math.max(...took) : (1 + 2 * STEADY_WARM_UPS) * warmUpMs)
}

function waitForOpen(runs: readonly ComparedRun[], { nowMs }: AnswerOptions): NextRun | null {
  const open = runs.filter(({ judged: { measured }, standing }) => {
    const isOpen = measured.run.toMs === null || measured.run.toMs > nowMs
    return isOpen && !standing.isConclusive && measured.parts.length > 0
  })
  const soonest = open.toSorted(
    (a, b) => (a.standing.conclusiveAtMs ?? Infinity) - (b.standing.conclusiveAtMs ?? Infinity),
  )[0]
  if (soonest === undefined) return null
  const { run } = soonest.judged.measured
  const atMs = soonest.standing.conclusiveAtMs
  const forMs = atMs === null ? null : Math.max(0, Math.round(atMs - nowMs))
  const when = forMs === null ? '' : ` for ${sayAbout(forMs)} more`
  return { kind: 'wait', run: run.id, settings: run.settings, forMs, sentence: `Let ${run.label} go on${when}.` }
}

/** Everything is held against the run in which nothing is toggled. */
function plainRun(
  runs: readonly ComparedRun[],
  toggles: readonly JudgedToggle[],
  options: AnswerOptions,
): NextRun | null {
  if (toggles.every(({ basis, verdict }) => basis === 'pair' && verdict !== 'not-yet-known')) return null
  const usual = usualSettings(toggles)
  if (runs.some((run) => sameSettings(settingsOf(run), usual) && run.standing.state !== 'too-short')) return null
  return start(usual, 'every other run can be held against it', runs, options)
}

function usualSettings(toggles: readonly JudgedToggle[]): RunSettings {
  return Object.fromEntries(toggles.flatMap(({ toggle: { key, from } }) => (from === null ? [] : [[key, from]])))
}

function repeatShort(runs: readonly ComparedRun[], options: AnswerOptions): NextRun | null {
  const short = runs.find(
    (run) =>
      (run.standing.state === 'too-short' || run.standing.state === 'no-data') &&
      !runs.some(
        (other) => other !== run && other.standing.isConclusive && sameSettings(settingsOf(other), settingsOf(run)),
      ),
  )
  if (short === undefined) return null
  return start(settingsOf(short), `${short.judged.measured.run.label} ended before it could tell`, runs, options)
}

/** What is not known yet, and was never toggled alone. */
function oneByOne(
  runs: readonly ComparedRun[],
  toggles: readonly JudgedToggle[],
  options: AnswerOptions,
): NextRun | null {
  const unknown = toggles.find(({ verdict }) => verdict === 'not-yet-known')
  if (unknown === undefined) return null
  const { key, to } = unknown.toggle
  const settings = { ...usualSettings(toggles), ...(to === null ? {} : { [key]: to }) }
  if (to === null) delete (settings as Record<string, string>)[key]
  const why = unknown.basis === 'runs' ? 'it was never toggled alone' : 'another one of the same makes its slope surer'
  return start(settings, why, runs, options)
}

function likeLoad(pairs: readonly ComparedPair[], options: AnswerOptions): NextRun | null {
  const pair = pairs.find(({ hasLikeLoad, toggled }) => hasLikeLoad === false && toggled.length === 1)
  if (pair === undefined) return null
  const { a, b } = pair
  if (isRepeated(pairs, pair)) return null
  const why = `under the load of ${a.judged.measured.run.label}; that of ${b.judged.measured.run.label} was another`
  return start(settingsOf(b), why, [a, b], options)
}

/** The same two settings were compared at like load as well. */
function isRepeated(pairs: readonly ComparedPair[], pair: ComparedPair): boolean {
  return pairs.some(
    ({ a, b, hasLikeLoad }) =>
      hasLikeLoad === true &&
      sameSettings(settingsOf(a), settingsOf(pair.a)) &&
      sameSettings(settingsOf(b), settingsOf(pair.b)),
  )
}

/** Several that each lessen it may end it together. */
function together(
  runs: readonly ComparedRun[],
  toggles: readonly JudgedToggle[],
  options: AnswerOptions,
): NextRun | null {
  const lessening = toggles.filter(({ verdict }) => verdict === 'lessens')
  if (lessening.length < 2 || toggles.some(({ verdict }) => verdict === 'isolates')) return null
  const changed = lessening.flatMap(({ toggle: { key, to } }) => (to === null ? [] : [[key, to] as const]))
  const settings = { ...usualSettings(toggles), ...Object.fromEntries(changed) }
  if (runs.some((run) => sameSettings(settingsOf(run), settings))) return null
  return start(settings, 'each of them lessens the leak; together they may end it', runs, options)
}

/** What was isolated once shows itself again when it is switched back on. */
function backAgain(
  runs: readonly ComparedRun[],
  toggles: readonly JudgedToggle[],
  options: AnswerOptions,
): NextRun | null {
  const found = toggles.find(({ verdict }) => verdict === 'isolates')
  if (found === undefined) return null
  const usual = usualSettings(toggles)
  const plain = runs.filter((run) => sameSettings(settingsOf(run), usual))
  if (plain.length !== 1) return null
  return start(
    usual,
    `if the leak is back, ${found.answer.name} is what ended it, and not the time of day`,
    runs,
    options,
  )
}

function firstToggle(runs: readonly ComparedRun[], toggles: readonly JudgedToggle[]): NextRun | null {
  if (toggles.length > 0) return null
  const done = runs.filter(({ standing }) => standing.isConclusive)
  const sentence =
    runs.length === 0
      ? 'A first run as it usually is: everything else is held against it.'
      : `${done.length > 0 ? 'Toggle' : 'Then toggle'} one setting, and run it again: ${sayList(['what the program keeps by connection', 'by request', 'in a cache'])} are good first guesses.`
  return { kind: 'start', run: null, settings: runs.length === 0 ? {} : null, forMs: null, sentence }
}

function sameSettings(a: RunSettings, b: RunSettings): boolean {
  const [one, other] = [Object.entries(a), Object.entries(b)]
  return one.length === other.length && one.every(([key, value]) => b[key] === value)
}
