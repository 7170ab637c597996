/** The one sentence at the top of all processes: what matters most now, with a name and a time in it. */
import { t } from '../words/en/format'
import { currentLanguage } from '../words/language'
import type { FleetRow } from '../protocol/dashboard-wire'
import type { FlagWord } from '../protocol/vocabulary'
import { formatCount } from './counts'
import { formatSpan } from './durations'
import { FLAG, flagRank, type Tone } from './words'

export interface Headline {
  text: string
  tone: Tone
  /** The process that the sentence names. */
  process: string | null
}

export function isGrowing(row: FleetRow): boolean {
  return (
    row.worst?.verdict === 'growing' || row.flags.some(({ flag }) => flag === 'growth' || flag === 'restart-masked')
  )
}

/** `gateway/host-a`: how a sentence names a process. */
export function processName(row: { service: string; instance: string }): string {
  return `${row.service}/${row.instance}`
}

/** `total`: how many processes there are, where `rows` are not all of them yet but those that ask for a look first. */
export function headline(rows: readonly FleetRow[], nowMs: number, total: number = rows.length): Headline {
  if (rows.length === 0) return { text: t('noProcessReports'), tone: 'quiet', process: null }
  const all = Math.max(total, rows.length)
  const growing = rows.filter(isGrowing).toSorted(bySoonestLimit)
  const [first] = growing
  if (first) return { text: growingSentence(first, growing.length, all, nowMs), tone: 'bad', process: first.id }
  return flaggedHeadline(rows, all) ?? calmHeadline(rows, all)
}

function bySoonestLimit(a: FleetRow, b: FleetRow): number {
  const soonest = (row: FleetRow) => row.worst?.limitAtMs?.[0] ?? Number.POSITIVE_INFINITY
  const [left, right] = [soonest(a), soonest(b)]
  return left === right ? processName(a).localeCompare(processName(b)) : left - right
}

function growingSentence(first: FleetRow, growing: number, all: number, nowMs: number): string {
  const [name, fate] = [processName(first), fateOf(first, nowMs)]
  if (all === 1) return t('oneGrows', { name, fate })
  return t('someGrow', { growing, total: formatCount(all), name, fate })
}

/** What restarts hide of a process, as the detector puts it; `null` where they hide nothing, or a single life shows it as well. */
export function hiddenOf({ flags }: FleetRow): string | null {
  if (flags.some(({ flag }) => flag === 'growth')) return null
  const told = flags.flatMap(({ flag, hidden }) => (flag === 'restart-masked' && hidden !== undefined ? [hidden] : []))
  // Of one series a limit is known, of another none: what says when it would be reached tells more.
  return told.toSorted((a, b) => b.split('; ').length - a.split('; ').length)[0] ?? null
}

function fateOf(row: FleetRow, nowMs: number): string {
  const hidden = hiddenOf(row)
  // The detector puts it in English; in another language the page says as much as it can by itself.
  if (hidden !== null) return currentLanguage() === 'en' ? t('fateHidden', { hidden }) : t('fateMasked')
  const limit = row.worst?.limitAtMs
  if (limit) {
    const [soonest, latest] = limit
    if (soonest <= nowMs) return t('canReachItsLimit')
    return t('fateLimit', { span: formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs) })
  }
  if (row.flags.some(({ flag }) => flag === 'restart-masked')) return t('fateMasked')
  return row.worst?.verdict === 'growing' ? t('fateRisesIn', { series: row.worst.series }) : t('fateRises')
}

function flaggedHeadline(rows: readonly FleetRow[], total: number): Headline | null {
  const flagged = rows.filter((row) => row.flags.length > 0)
  const worst = flagged
    .flatMap((row) => row.flags.map(({ flag, series }) => ({ row, flag, series })))
    .toSorted((a, b) => flagRank(a.flag) - flagRank(b.flag))[0]
  if (!worst) return null
  const text = t('someNeedALook', {
    flagged: flagged.length,
    total,
    name: processName(worst.row),
    what: predicate(worst.flag),
    on: worst.series ? ` (${worst.series})` : '',
  })
  return { text, tone: FLAG[worst.flag].tone, process: worst.row.id }
}

function predicate(flag: FlagWord): string {
  return flag === 'orphaned' ? t('isOrphaned') : t('isFlagged', { flag: FLAG[flag].word })
}

function calmHeadline(rows: readonly FleetRow[], total: number): Headline {
  const subject = total === 1 ? t('oneIsCalm') : t('noneGrows', { total: formatCount(total) })
  // How many of all are too young, a part of them does not tell.
  if (rows.length < total) return { text: `${subject}.`, tone: 'good', process: null }
  const open = rows.filter(({ worst }) => !worst || worst.verdict === 'collecting' || worst.verdict === 'warming-up')
  if (open.length === 0) return { text: `${subject}.`, tone: 'good', process: null }
  if (open.length === rows.length) {
    const text = rows.length === 1 ? t('tooEarlyForOne') : t('tooEarlyForAll', { count: formatCount(rows.length) })
    return { text, tone: 'quiet', process: null }
  }
  return { text: t('someTooYoung', { subject, open: open.length }), tone: 'good', process: null }
}
