/** Clock times in the reader's zone, always 24 hours: the columns of a log and of a chart must line up. */
import { type LocalTime, localTime } from './local-time'
import { isKnown, NOT_KNOWN } from './unknown'

const pad = (value: number) => String(value).padStart(2, '0')
/** Of a reader whose zone is not known yet. */
const NO_ZONE = '…'

/** `14:03:09`. */
export function formatClock(atMs: number | null | undefined): string {
  if (!isKnown(atMs)) return NOT_KNOWN
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
  return time ? `${time.day} ${MONTHS[time.month - 1] ?? ''}` : NO_ZONE
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `14:03:09` for a time of the same day as `nowMs`, `21 Nov 14:03:09` for another. */
export function formatMoment(atMs: number | null | undefined, nowMs: number): string {
  if (!isKnown(atMs)) return NOT_KNOWN
  const clock = formatClock(atMs)
  return isSameDay(localTime(atMs), localTime(nowMs)) ? clock : `${formatDay(atMs)} ${clock}`
}

function isSameDay(one: LocalTime | null, other: LocalTime | null): boolean {
  return one?.year === other?.year && one?.month === other?.month && one?.day === other?.day
}

/** What `<time dateTime>` wants. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString()
}
