/**
 * A look that is less sure than the one before does not unsay at once what was said (docs/investigations.md, I3.4): which model of
 * the noise fits best changes from look to look while the evidence is even, and with it the width of an interval.
 */
import type { InvestigationAnswer, Investigation } from '../protocol/investigations'
import { answerOf } from './answer'
import type { AnswerOptions, MeasuredRun } from './measured'
import { isHeld } from './told'

/** For so long a run is believed what it was when it last was conclusive, in warm-ups. */
export const DOUBT_WARM_UPS = 0.5
/** Runs of which that is kept: some tens of kilobytes each. */
const KEPT = 200

/** One run: what it was when it last was conclusive, and since when looks say less. */
export class LastSure {
  #sure: MeasuredRun | null = null
  #doubtedAtMs: number | null = null

  /** `now`, or what is believed instead. `isConclusive`: whether `now` is, by itself. */
  believe(now: MeasuredRun, isConclusive: boolean, { warmUpMs, nowMs }: AnswerOptions): MeasuredRun {
    if (isConclusive) {
      this.#sure = now
      this.#doubtedAtMs = null
      return now
    }
    this.#doubtedAtMs ??= nowMs
    const isOld = nowMs - this.#doubtedAtMs >= DOUBT_WARM_UPS * warmUpMs
    if (isOld || !isHeld(now.run) || isFilling(now)) this.#sure = null
    return this.#sure === null ? now : { ...now, parts: this.#sure.parts }
  }
}

/** That a structure fills again is no question of how sure a slope is. */
function isFilling({ parts }: MeasuredRun): boolean {
  return parts.some(({ view }) => view.gate.waits === 'fill')
}

/** All runs that are looked at, those of which nothing was asked for longest forgotten first. */
export class Doubts {
  readonly #runs = new Map<string, LastSure>()

  /** As `answerOf`, by what is believed of each run. */
  answer(investigation: Investigation, measured: readonly MeasuredRun[], options: AnswerOptions): InvestigationAnswer {
    const answer = answerOf(investigation, measured, options)
    const believed = measured.map((one, at) =>
      this.#of(investigation, one).believe(one, answer.runs[at]?.isConclusive === true, options),
    )
    return believed.every((one, at) => one === measured[at]) ? answer : answerOf(investigation, believed, options)
  }

  #of({ id, metric }: Investigation, { run }: MeasuredRun): LastSure {
    const key = JSON.stringify([id, metric, run.id])
    const known = this.#runs.get(key) ?? new LastSure()
    this.#runs.delete(key)
    this.#runs.set(key, known)
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= KEPT) break
      this.#runs.delete(oldest)
    }
    return known
  }
}
