/** A moment as the clock and the calendar of whoever reads it say it. A page that the hub draws has another one (components/first). */
export interface LocalTime {
  year: number
  /** From 1. */
  month: number
  day: number
  hours: number
  minutes: number
  seconds: number
}

/** In the zone of this program; `null` where nobody knows the reader's. */
export function localTime(atMs: number): LocalTime | null {
  const time = new Date(atMs)
  return {
    year: time.getFullYear(),
    month: time.getMonth() + 1,
    day: time.getDate(),
    hours: time.getHours(),
    minutes: time.getMinutes(),
    seconds: time.getSeconds(),
  }
}
