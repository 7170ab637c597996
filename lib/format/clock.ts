/** Clock times in the reader's zone, always 24 hours: the columns of a log and of a chart must line up. */
import { currentLanguage } from '../words/language'
import { t } from '../words/en/format'
import { type LocalTime, localTime } from './local-time'
import { isKnown, notKnown } from './unknown'

const pad = (value: number) => String(value).padStart(2, '0')
/** Of a reader whose zone is not known yet. */
const NO_ZONE = '…'

/** `14:03:09`. */
export function formatClock(atMs: number | null | undefined): string {
  if (!isKnown(atMs)) return notKnown()
  const time = localTime(atMs)
  return time ? `${pad(time.hours)}:${pad(time.minutes)}:${pad(time.seconds)}` : NO_ZONE
}

/** `14:03`. */
export function formatClockMinutes(atMs: number): string {
  return formatClock(atMs).slice(0, 5)
}

/** `21 Nov`. */
export function formatDay(atMs: number): string {
  const time = localTime(atMs)
  return time ? t('dayOfMonth', { day: time.day, month: monthName(time.month) }) : NO_ZONE
}

/** `Sat 21 Nov`. */
export function formatWeekday(atMs: number): string {
  const time = localTime(atMs)
  if (time === null) return NO_ZONE
  const weekday = new Date(Date.UTC(time.year, time.month - 1, time.day)).getUTCDay()
  return `${namesOf('weekday')[weekday] ?? ''} ${formatDay(atMs)}`
}

const namesByLanguage = new Map<string, string[]>()

/** Of months from January on, of days of the week from Sunday on, as the language shortens them. */
function namesOf(part: 'month' | 'weekday'): string[] {
  const language = currentLanguage()
  const key = `${language} ${part}`
  let names = namesByLanguage.get(key)
  if (!names) {
    const format = new Intl.DateTimeFormat(language === 'en' ? 'en-US' : language, { [part]: 'short', timeZone: 'UTC' })
    // The first of February 2026 is a Sunday.
    names =
      part === 'month'
        ? Array.from({ length: 12 }, (_, at) => format.format(Date.UTC(2026, at, 1)))
        : Array.from({ length: 7 }, (_, at) => format.format(Date.UTC(2026, 1, 1 + at)))
    namesByLanguage.set(key, names)
  }
  return names
}

/** `month`: from 1. */
function monthName(month: number): string {
  return namesOf('month')[month - 1] ?? ''
}

/** `14:03:09` for a time of the same day as `nowMs`, `21 Nov 14:03:09` for another. */
export function formatMoment(atMs: number | null | undefined, nowMs: number): string {
  if (!isKnown(atMs)) return notKnown()
  const clock = formatClock(atMs)
  return isSameDay(localTime(atMs), localTime(nowMs)) ? clock : `${formatDay(atMs)} ${clock}`
}

/**
 * A time of the same day, which stays the same until another day comes: noon, about, because a day on which clocks are put
 * forward or back still has its noon. All that `formatMoment` needs of the time that it is now.
 */
export function dayOf(atMs: number): number {
  const time = localTime(atMs)
  if (time === null) return 0
  const sinceNoonMs = ((time.hours - 12) * 3_600 + time.minutes * 60 + time.seconds) * 1_000
  return Math.floor(atMs / 1_000) * 1_000 - sinceNoonMs
}

function isSameDay(one: LocalTime | null, other: LocalTime | null): boolean {
  return one?.year === other?.year && one?.month === other?.month && one?.day === other?.day
}

/** How far the reader's clock is from UTC at a time: `UTC+1`, `UTC-3:30`; a range that crosses a change of clocks has two. */
export function formatZone(atMs: number, untilMs: number = atMs): string {
  const [zone, later] = [zoneAt(atMs), zoneAt(untilMs)]
  return zone === later ? zone : `${zone} → ${later}`
}

function zoneAt(atMs: number): string {
  const time = localTime(atMs)
  if (time === null) return NO_ZONE
  const { year, month, day, hours, minutes, seconds } = time
  const aheadMs = Date.UTC(year, month - 1, day, hours, minutes, seconds) - Math.floor(atMs / 1_000) * 1_000
  const size = Math.abs(Math.round(aheadMs / 60_000))
  if (size === 0) return 'UTC'
  return `UTC${aheadMs < 0 ? '−' : '+'}${Math.floor(size / 60)}${size % 60 === 0 ? '' : `:${pad(size % 60)}`}`
}

/** What `<time dateTime>` wants. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString()
}
