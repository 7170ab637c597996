/** Plays frames, one a second unless told otherwise, into the rules of one process, from a fixed start. */
import type { ProcessLimits, SeriesDeclaration } from '../../protocol/agent-wire'
import type { Flag } from '../../protocol/verdict'
import { ProcessRules } from '../process-rules'
import { DEFAULT_RULE_SETTINGS, type RuleSettings } from '../settings'

export const START_MS = Date.UTC(2026, 10, 21, 12)

export class PlayedProcess {
  readonly rules: ProcessRules
  atMs = START_MS
  #life = 0

  constructor(
    readonly series: readonly SeriesDeclaration[],
    readonly limits: ProcessLimits = {},
    settings: RuleSettings = DEFAULT_RULE_SETTINGS,
  ) {
    this.rules = new ProcessRules(settings)
    this.restart()
  }

  restart(): void {
    this.#life++
    this.rules.startLife({
      boot: `life-${this.#life}`,
      startedAtMs: this.atMs,
      limits: this.limits,
      series: this.series,
    })
  }

  /** Frames for `seconds`; `frame` says the values from the second within this stretch (`null` is not known). */
  play(seconds: number, frame: (second: number) => (number | null)[], stepSeconds = 1): string[] {
    for (let second = 0; second < seconds; second += stepSeconds) {
      const values = Float64Array.from(frame(second), (value) => value ?? Number.NaN)
      this.rules.push(this.atMs, values, 0)
      this.atMs += stepSeconds * 1_000
    }
    return this.words()
  }

  /** `flag series`, as they stand. */
  words(): string[] {
    return this.rules.flags().map(({ flag, series }) => (series === undefined ? flag : `${flag} ${series}`))
  }

  floors(): Map<number, number> {
    return this.rules.floors()
  }

  only(): Flag {
    const flags = this.rules.flags()
    const [flag] = flags
    if (flags.length !== 1 || flag === undefined) throw new Error(`one flag is expected, and there are ${flags.length}`)
    return flag
  }
}
