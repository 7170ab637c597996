/** Numbers as a person says them. */
import type { Unit } from '../protocol/vocabulary'

const KIB = 1024
const MIB = KIB * 1024
const GIB = MIB * 1024

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** Three significant digits, or all of a whole number in groups of three; no exponent, no trailing zeros after a point. */
export function sayNumber(value: number, significant = 3): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= 1_000) return grouped.format(value)
  const text = value.toFixed(Math.min(8, Math.max(0, significant - 1 - Math.floor(Math.log10(size)))))
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' ? '0' : short
}

export function sayAmount(value: number, unit: Unit): string {
  if (unit === 'bytes') {
    const size = Math.abs(value)
    if (size >= GIB) return `${sayNumber(value / GIB)} GiB`
    if (size >= MIB) return `${sayNumber(value / MIB)} MiB`
    if (size >= KIB) return `${sayNumber(value / KIB)} KiB`
    return `${sayNumber(value)} B`
  }
  if (unit === 'percent') return `${sayNumber(value)} %`
  if (unit === 'ms') return `${sayNumber(value)} ms`
  return sayNumber(value)
}

export function sayRate(valuePerHour: number, unit: Unit): string {
  return unit === 'count' || unit === 'ratio'
    ? `${sayNumber(valuePerHour)} an hour`
    : `${sayAmount(valuePerHour, unit)}/h`
}

/** `67 MiB/h, 90 % between 58 and 75`: the ends in the unit of the slope, and as exactly as tells them apart. */
export function sayInterval(valuePerHour: number, [low, high]: readonly [number, number], unit: Unit): string {
  const size = unit === 'bytes' ? byteUnit(Math.max(Math.abs(valuePerHour), Math.abs(low), Math.abs(high))) : null
  const scale = size === null ? 1 : size.bytes
  const slope = size === null ? sayRate(valuePerHour, unit) : `${sayNumber(valuePerHour / scale)} ${size.name}/h`
  const ends = [3, 4, 5].map((digits) => [low, high].map((value) => sayNumber(value / scale, digits)))
  const told = ends.find(([from, to]) => from !== to)
  return told === undefined ? slope : `${slope}, 90 % between ${told.join(' and ')}`
}

export function byteUnit(size: number): { bytes: number; name: string } {
  if (size >= GIB) return { bytes: GIB, name: 'GiB' }
  if (size >= MIB) return { bytes: MIB, name: 'MiB' }
  return size >= KIB ? { bytes: KIB, name: 'KiB' } : { bytes: 1, name: 'B' }
}

/** `3 h 10 min`, `45 s`, `6 days`: two parts at most. */
export function sayDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48)
    return minutes % 60 === 0 || hours >= 10 ? `${Math.round(minutes / 60)} h` : `${hours} h ${minutes % 60} min`
  const days = minutes / 1440
  return `${sayNumber(days >= 10 ? Math.round(days) : Math.round(days * 10) / 10)} days`
}

/** Before this, times are not since 1970 but since a start that nobody knows: the wire refuses them, recordings have them. */
const CLOCKS_BEGIN_MS = Date.UTC(2000, 0, 1)

/** `14:20 UTC`, with the date where it is another day than `nowMs`; `t = 3 h 10 min` on a clock that began at 0. */
export function sayTime(atMs: number, nowMs: number): string {
  if (nowMs < CLOCKS_BEGIN_MS) return `t = ${sayDuration(atMs)}`
  if (atMs > nowMs + FAR_MS) return `the year ${new Date(Math.min(atMs, LAST_MS)).getUTCFullYear()}`
  const iso = new Date(atMs).toISOString()
  const clock = `${iso.slice(11, 16)}${UTC}`
  return iso.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10) ? clock : `${iso.slice(0, 10)} ${clock}`
}

/** `between 14:20 and 17:05 UTC`; `at about 14:20 UTC` where both are the same as said. */
export function sayTimes(fromMs: number, toMs: number, nowMs: number): string {
  const [from, to] = [sayTime(fromMs, nowMs), sayTime(toMs, nowMs)]
  if (from === to) return `${from.startsWith('the year') ? 'in' : 'at'} about ${to}`
  const bare = from.endsWith(UTC) && to.endsWith(UTC) ? from.slice(0, -UTC.length) : from
  return `between ${bare} and ${to}`
}

const UTC = ' UTC'
const FAR_MS = 400 * 86_400_000
/** The last time that a Date can hold. */
const LAST_MS = 8.64e15
