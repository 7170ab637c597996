/** Clock times in the reader's zone, always 24 hours: the columns of a log and of a chart must line up. */
import { isKnown, NOT_KNOWN } from './unknown'

const pad = (value: number) => String(value).padStart(2, '0')

/** `14:03:09`. */
export function formatClock(atMs: number | null | undefined): string {
  if (!isKnown(atMs)) return NOT_KNOWN
  const time = new Date(atMs)
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`
}

/** `14:03`. */
export function formatClockMinutes(atMs: number): string {
  return formatClock(atMs).slice(0, 5)
}

/** `21 Nov`. */
export function formatDay(atMs: number): string {
  const time = new Date(atMs)
  return `${time.getDate()} ${MONTHS[time.getMonth()] ?? ''}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `14:03:09` for a time of the same day as `nowMs`, `21 Nov 14:03:09` for another. */
export function formatMoment(atMs: number | null | undefined, nowMs: number): string {
  if (!isKnown(atMs)) return NOT_KNOWN
  const clock = formatClock(atMs)
  return new Date(atMs).toDateString() === new Date(nowMs).toDateString() ? clock : `${formatDay(atMs)} ${clock}`
}

/** What `<time dateTime>` wants. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString()
}
