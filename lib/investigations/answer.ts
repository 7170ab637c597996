/** The answer of an investigation: its runs, each two of them, each toggle, and what to do next. Rules: docs/investigations.md. */
import type { Investigation, InvestigationAnswer, RunAnswer } from '../protocol/investigations'
import type { JudgedRun } from './judged-run'
import { judgeTogether } from './judged-together'
import type { AnswerOptions, MeasuredRun } from './measured'
import { nextRunOf } from './next-run'
import { answerOfPair, type ComparedRun, pairsOf } from './pairs'
import { sentenceOf } from './run-words'
import { type JudgedToggle, togglesOf } from './toggles'
import { capital, sayList } from './words'

/** `measured`: the runs of the investigation, in their order. */
export function answerOf(
  investigation: Investigation,
  measured: readonly MeasuredRun[],
  options: AnswerOptions,
): InvestigationAnswer {
  const { runs, yardstick } = judgeTogether(measured, options)
  const pairs = pairsOf(runs)
  const toggles = togglesOf(runs, pairs, yardstick.perHour)
  return {
    ...investigation,
    unit: measured.find(({ unit }) => unit !== null)?.unit ?? null,
    runs: runs.map((run) => answerOfRun(run, options)),
    pairs: pairs.map(answerOfPair),
    toggles: toggles.map(({ answer }) => answer),
    nextRun: nextRunOf(runs, pairs, toggles, options),
    sentence: headline(runs, toggles, yardstick.isLeak),
    atMs: options.nowMs,
  }
}

function answerOfRun({ judged, standing, load }: ComparedRun, options: AnswerOptions): RunAnswer {
  const { measured, slopePerHour, slopeCi90, steady } = judged
  return {
    ...measured.run,
    ...standing,
    sentence: sentenceOf(judged, standing, options),
    warmUp: warmUpOf(judged),
    steady: steady && { fromMs: Math.round(steady.fromMs), toMs: steady.toMs },
    slopePerHour,
    slopeCi90,
    load,
    fills: measured.parts.flatMap(({ view }) => view.fills),
    peak: measured.peak,
    floor: measured.floor,
    parts: measured.parts.map(({ part }) => part),
    curve: measured.curve,
  }
}

function warmUpOf({ measured, steady }: JudgedRun): RunAnswer['warmUp'] {
  const seen = measured.parts.filter(({ view }) => !Number.isNaN(view.fromMs))
  const first = seen.toSorted((a, b) => a.view.fromMs - b.view.fromMs)[0]
  if (first === undefined) return null
  if (steady !== null && steady.fromMs - first.view.fromMs < 1) return null
  const { heldBy, waits, series } = (seen.find(({ view }) => view.slope !== null) ?? first).view.gate
  const by = waits ?? heldBy
  const why =
    by === 'fill'
      ? `${series ?? 'a bounded structure'} ${waits === null ? 'was filling' : 'fills'}`
      : by === 'settling'
        ? 'it settles after its warm-up'
        : by === 'collections'
          ? 'major collections are few'
          : 'warm-up of which nothing is reported'
  return { fromMs: first.view.fromMs, toMs: steady === null ? null : Math.round(steady.fromMs), why }
}

function headline(runs: readonly ComparedRun[], toggles: readonly JudgedToggle[], isLeak: boolean): string {
  const told = toggles.filter(({ verdict }) => verdict !== 'not-yet-known')
  const known = runs.filter(({ standing }) => standing.isConclusive).length
  if (runs.length === 0) return 'There is no run yet.'
  if (told.length === 0) {
    if (toggles.length > 0 || known < runs.length)
      return `Not yet: ${known} of ${runs.length} ${runs.length === 1 ? 'run is' : 'runs are'} conclusive.`
    return isLeak ? 'It grows; nothing was toggled yet.' : 'It does not grow by what would matter.'
  }
  const names = (word: JudgedToggle['verdict']): string[] =>
    toggles.filter(({ verdict }) => verdict === word).map(({ answer }) => answer.name)
  const parts: string[] = []
  const say = (word: JudgedToggle['verdict'], one: string, many: string): void => {
    const some = names(word)
    if (some.length > 0) parts.push(`${sayList(some)} ${some.length === 1 ? one : many}`)
  }
  say('isolates', 'isolates the leak', 'each isolate the leak')
  say('lessens', 'lessens it', 'lessen it')
  say('worsens', 'makes it worse', 'make it worse')
  say('no-effect', 'has no effect', 'have no effect')
  say('not-yet-known', 'is not yet known', 'are not yet known')
  const main = toggles.find(({ verdict }) => verdict === 'isolates' || verdict === 'lessens')
  const detail = main === undefined ? '' : ` ${main.answer.sentence}`
  return `${capital(parts.join('; '))}.${detail}`
}
