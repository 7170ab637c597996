/**
 * A look that is less sure than the one before does not unsay at once what was said (docs/investigations.md, I3.3): which model of
 * the noise fits best changes from look to look while the evidence is even, and with it the width of an interval.
 */
import type { Investigation, InvestigationAnswer } from '../protocol/investigations'
import { answerOf } from './answer'
import type { AnswerOptions, MeasuredPart, MeasuredRun } from './measured'
import { isHeld } from './told'

/** For so long after a look that was conclusive a run is believed what it was then, in warm-ups. */
const DOUBT_WARM_UPS = 0.5
/** Runs of which that is kept: some ten kilobytes each. */
const KEPT = 600

/** One run as it was when it last was conclusive. */
export class LastSure {
  #sure: (Pick<MeasuredRun, 'parts' | 'level'> & { atMs: number }) | null = null

  keep({ parts, level }: MeasuredRun, nowMs: number): void {
    this.#sure = { parts, level, atMs: nowMs }
  }

  /** What is believed instead of `now`, which is not conclusive; `now` itself where nothing else may be. */
  instead(now: MeasuredRun, { warmUpMs, nowMs }: AnswerOptions): MeasuredRun {
    if (this.#sure === null) return now
    const { parts, level, atMs } = this.#sure
    const isOld = nowMs - atMs >= DOUBT_WARM_UPS * warmUpMs
    if (isOld || !isHeld(now.run) || fillsAgain(parts, now) || isCut(parts, now)) this.#sure = null
    return this.#sure === null ? now : { ...now, parts, level }
  }
}

/** That a structure of the same life fills again is no question of how sure a slope is. */
function fillsAgain(before: readonly MeasuredPart[], now: MeasuredRun): boolean {
  const boots = new Set(before.map(({ part }) => part.boot))
  return now.parts.some(({ part, view }) => view.gate.waits === 'fill' && boots.has(part.boot))
}

/** Somebody said since that it ended sooner. */
function isCut(before: readonly MeasuredPart[], { run: { toMs } }: MeasuredRun): boolean {
  return toMs !== null && before.some(({ view }) => view.toMs > toMs)
}

export interface Look {
  answer: InvestigationAnswer
  /** Each run as it was measured now, or as it was when it last was conclusive. */
  believed: readonly MeasuredRun[]
}

/** All runs that are looked at, those of which nothing was asked for longest forgotten first. */
export class Doubts {
  readonly #runs = new Map<string, LastSure>()

  /** As `answerOf`, by what is believed of each run; that in the order of `measured`. */
  look(investigation: Investigation, measured: readonly MeasuredRun[], options: AnswerOptions): Look {
    const sures = measured.map((one) => this.#of(investigation, one))
    let believed = measured
    // What is believed of one run may move what all are held against: at most once a run.
    for (;;) {
      const answer = answerOf(investigation, believed, options)
      const isSure = (at: number): boolean => answer.runs[at]?.isConclusive === true
      const next = believed.map((one, at) =>
        one !== measured[at] || isSure(at) ? one : (sures[at]?.instead(one, options) ?? one),
      )
      if (next.some((one, at) => one !== believed[at])) {
        believed = next
        continue
      }
      for (const [at, one] of measured.entries())
        if (isSure(at) && believed[at] === one) sures[at]?.keep(one, options.nowMs)
      return { answer, believed }
    }
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
