/** The clock of the zone that the browser told, and none where it did not. */
import type { LocalTime } from '../../../lib/format/local-time'
import { shownNow } from '../shown'

export function localTime(atMs: number): LocalTime | null {
  const { zone } = shownNow().view
  const format = zone === null ? null : formatOf(zone)
  if (!format) return null
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = parts
  return { year, month, day, hours: hour, minutes: minute, seconds: second }
}

const PARTS = { month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
const formats = new Map<string, Intl.DateTimeFormat | null>()
/** A team lives in a few; each format costs some 50 kB, and anybody may say anything. */
const MOST = 40

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone)
  if (format !== undefined) return format
  try {
    format = new Intl.DateTimeFormat('en', { ...PARTS, year: 'numeric', hourCycle: 'h23', timeZone: zone })
  } catch {
    // A browser of another year knows zones that this program does not, and anybody may say anything.
    format = null
  }
  if (formats.size >= MOST) formats.clear()
  formats.set(zone, format)
  return format
}
