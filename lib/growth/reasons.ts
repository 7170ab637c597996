/** Why a verdict says what it says, as a person would put it: one or two sentences, with numbers and units. */
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { describeMetric } from '../protocol/catalogue'
import type { Interval } from '../protocol/verdict'
import type { VerdictWord } from '../protocol/vocabulary'
import { COLLECTIONS_NEEDED } from './conclude'
import { loadName, sayRange, sayWay, wayOf, type LoadTold } from './load-told'
import type { Role } from './roles'
import type { Cause } from './series-table'
import type { LikelyCause, Shares } from './story'
import { sayAmount, sayDuration, sayInterval, sayNumber, sayRate, sayTime, sayTimes } from './words'

export interface Facts {
  declaration: SeriesDeclaration
  role: Role
  word: VerdictWord
  cause: Cause
  nowMs: number
  startedAtMs: number
  warmUpMs: number
  horizonMs: number
  /** The window of the slope. */
  fromMs: number | null
  toMs: number | null
  slopePerHour: number | null
  slopeCi90: Interval | null
  /** What the load did in that window, or over the life where there is no slope. */
  load: LoadTold | null
  share: { of: 'client' | 'request'; slope: number } | null
  limit: { limit: number; of: string } | null
  limitAtMs: [number, number | null] | null
  conclusiveAtMs: number | null
  collections: number
  lives: number
  /** What restarts hide, as `sayHidden` puts it; `null` where only this life tells. */
  hidden: string | null
  likelyCause: LikelyCause | null
  shares: Shares | null
}

const HOUR_MS = 3_600_000

export function reasonOf(facts: Facts): string {
  return SENTENCES[facts.cause](facts).trim()
}

const SENTENCES: Record<Cause, (facts: Facts) => string> = {
  counter: ({ declaration }) =>
    `${subject(declaration, 'counter')}: a counter only rises by its nature, so it is not judged as growth.`,
  young: (f) =>
    f.nowMs - f.startedAtMs < f.warmUpMs
      ? `The process is ${sayDuration(f.nowMs - f.startedAtMs)} old; until warm-up must be over, ${sayDuration(f.warmUpMs)} after the start, a rise may be just that. ${expects(f)}`
      : `${name(f)} has not been seen for long enough to tell. ${expects(f)}`,
  'no-collections': (f) => {
    const more = Math.max(1, COLLECTIONS_NEEDED - f.collections)
    const so =
      f.collections === 0
        ? 'No major collection has run yet'
        : `Only ${count(f.collections, 'major collection')} ${f.collections === 1 ? 'has' : 'have'} run`
    return `${so}, and only what one leaves behind counts: it can be said after ${more} more. ${expects(f)}`
  },
  garbage: (f) =>
    `${name(f)} rises, but no major collection has run in between, so it may be garbage; the next ones tell. ${expects(f)}`,
  'no-cycles': (f) =>
    `${name(f)} has not gone up and come back three times yet, so how much of it is garbage is not known. ${expects(f)}`,
  flat: (f) => flat(f),
  slow: (f) => `${rose(f)}${beside(f)}. At this pace it would not matter within ${sayDuration(f.horizonMs)}.`,
  filling: (f) =>
    f.declaration.kind === 'pool' && f.limit !== null
      ? `${name(f)} is filling from its start and will level off at its max of ${sayAmount(f.limit.limit, f.declaration.unit)}.`
      : `${name(f)} rises while the bounded caches of the process fill; it is judged once they are full.`,
  settling: (f) =>
    isUp(f)
      ? `${name(f)} still rises, but ever more slowly, as a warm-up does: ${interval(f)} of late.`
      : `${name(f)} rose fast after its start and levels off, as a warm-up does.`,
  load: (f) => withLoad(f),
  inseparable: (f) =>
    `${name(f)} and ${f.load === null ? 'the load' : loadName(f.load)} rise together; whether something stays behind shows when the load goes back. ${expects(f)}`,
  day: (f) =>
    `${rose(f)}, but no faster than the wave of a day could make it; it may take a whole day to tell. ${expects(f)}`,
  short: (f) =>
    `${name(f)} rises${isUp(f) ? ` (${interval(f)})` : ''}, but not for long enough to tell it from a step or a new warm-up. ${expects(f)}`,
  rising: (f) => `${rose(f)}${beside(f)}${reaches(f)}.${story(f)}`,
  'by-request': (f) => {
    const each =
      f.share === null
        ? ''
        : `: about ${sayAmount(f.share.slope, f.declaration.unit)} stay behind for each ${f.share.of === 'client' ? 'client and hour' : 'request'}`
    return `${rose(f)}, in proportion to what was served${each}${reaches(f)}.${story(f)}`
  },
  pooled: (f) =>
    `${name(f)} grows in every life by ${interval(f)}, as ${count(f.lives, 'life', 'lives')} show when they are laid over each other by age; restarts hide it${f.hidden === null ? '' : `: it is ${f.hidden}`}.`,
  falling: (f) => `${name(f)} falls${by(f)}.`,
}

/** `Heap after collection rose 212 MiB in 3 h 10 min (67 MiB/h, 90 % between 58 and 75)`. */
function rose(f: Facts): string {
  const { fromMs, toMs, slopePerHour, declaration } = f
  if (fromMs === null || toMs === null || slopePerHour === null || !isUp(f)) return `${name(f)} rose`
  const rise = (slopePerHour * (toMs - fromMs)) / HOUR_MS
  return `${name(f)} rose ${sayAmount(rise, declaration.unit)} in ${sayDuration(toMs - fromMs)} (${interval(f)})`
}

function isUp({ slopePerHour }: Facts): boolean {
  return slopePerHour !== null && slopePerHour > 0
}

/** ` while clients stayed at 200`; of a load that rose too, that it does not explain the rise. */
function beside({ load }: Facts): string {
  if (load === null) return ''
  return wayOf(load) === 'rose'
    ? `, beyond what ${loadName(load)} explain, which ${sayWay(load)}`
    : ` while ${loadName(load)} ${sayWay(load)}`
}

/** No number may contradict the word: a slope that is surely not zero is said to be one, and why it is not growth. */
function flat(f: Facts): string {
  const { slopeCi90, declaration } = f
  if (slopeCi90 === null) return `${name(f)} shows no rise.`
  const [low, high] = slopeCi90
  if (low <= 0 && high >= 0) return `${name(f)} shows no certain slope: ${interval(f)}${over(f)}.`
  if (low > 0)
    return `${name(f)} shows a slope of ${interval(f)}${over(f)}, but it does not rise as evenly, and as far beyond its swings, as growth does.`
  return `${name(f)} is no higher than it was: its slope is ${sayRate(f.slopePerHour ?? 0, declaration.unit)}${over(f)}.`
}

function withLoad(f: Facts): string {
  const { load } = f
  if (load === null || wayOf(load) === 'stayed') return `${name(f)} goes with the load, and shows no rise beyond it.`
  if (wayOf(load) === 'swung')
    return `${name(f)} goes up and down with ${loadName(load)} (${sayRange(load)}), and shows no rise beyond that.`
  return `${name(f)} goes with ${loadName(load)}, which ${sayWay(load)}, and shows no rise beyond that.`
}

/** ` by 30 MiB/h, 90 % between 22 and 41, over 3 h 10 min`. */
function by(f: Facts): string {
  const { slopePerHour, slopeCi90, declaration } = f
  if (slopePerHour === null || slopeCi90 === null || slopePerHour >= 0) return ''
  if (slopeCi90[1] > 0) return ` by about ${sayRate(-slopePerHour, declaration.unit)}${over(f)}`
  return ` by ${sayInterval(-slopePerHour, [-slopeCi90[1], -slopeCi90[0]], declaration.unit)},${over(f)}`
}

function interval({ slopePerHour, slopeCi90, declaration: { unit } }: Facts): string {
  if (slopePerHour === null || slopeCi90 === null) return 'by an amount not known yet'
  return sayInterval(slopePerHour, slopeCi90, unit)
}

function over({ fromMs, toMs }: Facts): string {
  return fromMs === null || toMs === null ? '' : ` over ${sayDuration(toMs - fromMs)}`
}

function reaches({ limit, limitAtMs, declaration, nowMs }: Facts): string {
  if (limit === null || limitAtMs === null) return ''
  const what =
    limit.of === 'its max'
      ? `its max of ${sayAmount(limit.limit, declaration.unit)}`
      : `the ${sayAmount(limit.limit, declaration.unit)} ${limit.of}`
  const [soonest, latest] = limitAtMs
  if (soonest <= nowMs) return `; its peaks are at ${what} already`
  if (latest === null)
    return `; at this pace it reaches ${what} at ${sayTime(soonest, nowMs)} at the soonest, perhaps never`
  return `; at this pace it reaches ${what} ${sayTimes(soonest, latest, nowMs)}`
}

function story({ likelyCause, shares, declaration: { unit } }: Facts): string {
  const parts: string[] = []
  if (shares !== null) {
    const said = [
      { share: shares.retained, what: 'objects that are kept on the heap' },
      { share: shares.external, what: 'external memory' },
      { share: shares.unattributed, what: 'native code or fragmentation' },
    ].filter(({ share }) => share >= 0.05)
    if (said.length > 0)
      parts.push(
        `Of it, ${said.map(({ share, what }) => `${sayNumber(Math.round(share * 100))} % is ${what}`).join(', ')}.`,
      )
  }
  if (likelyCause !== null) {
    parts.push(
      `${likelyCause.series} grows with it: ${sayAmount(likelyCause.bytesEach, unit)} for each of its entries would explain all of it.`,
    )
  }
  return parts.length > 0 ? ` ${parts.join(' ')}` : ''
}

function expects({ conclusiveAtMs, nowMs }: Facts): string {
  return conclusiveAtMs === null || conclusiveAtMs <= nowMs
    ? ''
    : `A conclusion is expected by ${sayTime(conclusiveAtMs, nowMs)}.`
}

function name({ declaration, role }: Facts): string {
  return subject(declaration, role)
}

function subject(declaration: SeriesDeclaration, role: Role): string {
  if (role === 'live') return 'Heap after collection'
  return describeMetric(declaration.name)?.label ?? declaration.name
}

function count(many: number, one: string, more = `${one}s`): string {
  return `${many} ${many === 1 ? one : more}`
}
