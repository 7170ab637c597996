/** What a process's verdicts and flags say together: what grows, what else is the same rise, what is likely behind it, what else is wrong. */
import type { ProcessDetail, SeriesDetail } from '../protocol/http-api'
import type { Flag } from '../protocol/verdict'
import { flagRank, verdictRank } from './words'

export interface ToldFlag extends Omit<Flag, 'series'> {
  series: string[]
}

export interface ProcessStory {
  /** Whose verdict matters most. */
  lead: SeriesDetail | null
  /** Flags of the lead that say nothing but its own reason; their words stand beside its verdict. */
  leadFlags: Flag[]
  /** Memory that rises with it: the same rise, counted elsewhere. */
  alike: SeriesDetail[]
  /** What grows with memory and would explain it, with what is wrong with it. */
  cause: { series: SeriesDetail; flags: Flag[] } | null
  /** What none of these tells, what matters most first. */
  others: ToldFlag[]
}

type Told = Pick<ProcessDetail, 'series' | 'flagDetails'>

export function storyOf({ series, flagDetails }: Told): ProcessStory {
  const lead = worstSeries(series)
  if (!lead) return { lead, leadFlags: [], alike: [], cause: null, others: tellFlags(flagDetails) }
  const alike = alikeOf(lead, series)
  const causeName = [lead, ...alike].map(causeOf).find((name) => name !== null && name !== lead.name)
  const cause = series.find(({ name }) => name === causeName)
  const flagsOf = (name: string) => flagDetails.filter((flag) => flag.series === name)
  const leadFlags = flagsOf(lead.name).filter(
    ({ flag, reason }) => reason === lead.verdict.reason || (flag === 'growth' && lead.verdict.verdict === 'growing'),
  )
  const causeFlags = cause ? flagsOf(cause.name) : []
  const told = new Set([...leadFlags, ...causeFlags])
  const growsAlike = ({ flag, series: name }: Flag) => flag === 'growth' && alike.some((one) => one.name === name)
  return {
    lead,
    leadFlags: leadFlags.filter(({ flag }) => flag !== 'growth'),
    alike,
    cause: cause ? { series: cause, flags: causeFlags } : null,
    others: tellFlags(flagDetails.filter((flag) => !told.has(flag) && !growsAlike(flag))),
  }
}

/** By verdict, then by the nearest limit, then memory before the rest. */
export function worstSeries(series: readonly SeriesDetail[]): SeriesDetail | null {
  const soonest = ({ verdict }: SeriesDetail) => verdict.limitAtMs?.[0] ?? Number.MAX_SAFE_INTEGER
  const memoryFirst = ({ kind }: SeriesDetail) => (kind === 'memory' ? 0 : 1)
  const [worst] = series.toSorted(
    (a, b) =>
      verdictRank(a.verdict.verdict) - verdictRank(b.verdict.verdict) ||
      soonest(a) - soonest(b) ||
      memoryFirst(a) - memoryFirst(b),
  )
  return worst ?? null
}

/** Of memory that grows, the other memory that grows; of a structure, the memory that it would explain. */
function alikeOf(lead: SeriesDetail, series: readonly SeriesDetail[]): SeriesDetail[] {
  if (lead.verdict.verdict !== 'growing') return []
  const growing = series.filter(
    ({ name, kind, verdict }) => name !== lead.name && kind === 'memory' && verdict.verdict === 'growing',
  )
  return lead.kind === 'memory' ? growing : growing.filter((one) => causeOf(one) === lead.name)
}

function causeOf({ verdict }: SeriesDetail): string | null {
  const { likelyCause } = verdict.evidence
  return typeof likelyCause === 'string' ? likelyCause : null
}

/** What matters most first; flags of one kind with one reason are told once, with all of their series. */
export function tellFlags(flags: readonly Flag[]): ToldFlag[] {
  const told = new Map<string, ToldFlag>()
  for (const { flag, series, sinceMs, reason } of flags) {
    const key = `${flag} ${reason}`
    const same = told.get(key) ?? { flag, reason, sinceMs, series: [] }
    told.set(key, {
      ...same,
      sinceMs: Math.min(same.sinceMs, sinceMs),
      series: series === undefined ? same.series : [...same.series, series],
    })
  }
  return [...told.values()].sort((a, b) => flagRank(a.flag) - flagRank(b.flag))
}
