/** A process as the book of alerts sees it. */
import type { ObservedProcess, RaisedFlag } from '../../alerts/shapes'
import type { GrowthFacts } from '../../protocol/alerts'
import type { Flag, Verdict } from '../../protocol/verdict'
import type { ProcessEntry } from '../roster/process-entry'

export function observedOf(entry: ProcessEntry): ObservedProcess {
  const { life } = entry
  return {
    id: entry.id,
    service: life.service,
    instance: life.instance,
    labels: life.labels ?? {},
    startedAtMs: life.startedAtMs,
    boot: life.boot,
    isUnknown: (rule, series) => isGrowth(rule) && isUndecided(entry, series),
  }
}

/** The facts are made only where somebody reads them: a verdict costs some microseconds, and flags are shown each second. */
export function raisedOf(entry: ProcessEntry): RaisedFlag[] {
  return entry.flags.map((flag) => (isGrowth(flag.flag) ? new RaisedGrowth(flag, entry) : flag))
}

export function factsOf({ slopePerHour, slopeCi90, unit, limitAtMs, evidence }: Verdict): GrowthFacts {
  const cause = evidence['likelyCause']
  return {
    slopePerHour,
    slopeCi90,
    unit,
    ...(limitAtMs === undefined ? {} : { limitAtMs }),
    ...(typeof cause === 'string' ? { cause: `${cause} grows with it` } : {}),
  }
}

class RaisedGrowth {
  readonly flag: Flag['flag']
  readonly series: string
  readonly sinceMs: number
  readonly reason: string
  readonly #entry: ProcessEntry

  constructor(flag: Flag, entry: ProcessEntry) {
    this.flag = flag.flag
    this.series = flag.series ?? ''
    this.sinceMs = flag.sinceMs
    this.reason = flag.reason
    this.#entry = entry
  }

  get growth(): GrowthFacts {
    const index = indexOf(this.#entry, this.series)
    if (index < 0) return { slopePerHour: null, slopeCi90: null, unit: 'count' }
    return factsOf(this.#entry.growth.verdict(index))
  }
}

function isGrowth(rule: Flag['flag']): boolean {
  return rule === 'growth' || rule === 'restart-masked'
}

/** A series that the life does not have at all is no open question. */
function isUndecided(entry: ProcessEntry, series: string | undefined): boolean {
  const word = entry.words[indexOf(entry, series ?? '')]
  return word === 'collecting' || word === 'warming-up'
}

function indexOf({ series }: ProcessEntry, name: string): number {
  return series.findIndex((declared) => declared.name === name)
}
