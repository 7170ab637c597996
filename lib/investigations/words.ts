/** Slopes, settings and runs as a person says them. */
import { byteUnit, sayDuration, sayNumber } from '../growth/words'
import type { RunSettings, Toggle } from '../protocol/investigations'
import type { Interval } from '../protocol/verdict'
import type { Unit } from '../protocol/vocabulary'

const MINUTE_MS = 60_000

/** `240 MiB/h (228 to 251)`: all three in the unit of the largest, and as exactly as their interval tells them. */
export function saySlope(slope: number, [low, high]: Interval, unit: Unit): string {
  const { scale, name } = scaleOf(Math.max(Math.abs(slope), Math.abs(low), Math.abs(high)), unit)
  const width = (high - low) / scale
  const decimals = width > 0 ? Math.max(0, Math.min(8, Math.ceil(1 - Math.log10(width)))) : 2
  const [value, from, to] = [slope, low, high].map((one) => fixed(one / scale, decimals))
  return `${value}${name} (${from} to ${to})`
}

function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return value < 0 && /[1-9]/u.test(text) ? `−${text}` : text
}

/** `−237 MiB/h`, without its interval. */
export function sayPerHour(slope: number, unit: Unit): string {
  const { scale, name } = scaleOf(Math.abs(slope), unit)
  return `${sayNumber(slope / scale).replace('-', '−')}${name}`
}

function scaleOf(size: number, unit: Unit): { scale: number; name: string } {
  if (unit === 'bytes') {
    const { bytes, name } = byteUnit(size)
    return { scale: bytes, name: ` ${name}/h` }
  }
  return { scale: 1, name: unit === 'ms' ? ' ms/h' : unit === 'percent' ? ' %/h' : ' an hour' }
}

/** `about 1 h 40 min`, in steps that an estimate may have. */
export function sayAbout(ms: number): string {
  if (ms < 10_000) return 'some seconds'
  if (ms < 2 * MINUTE_MS) return `about ${sayDuration(Math.ceil(ms / 5_000) * 5_000)}`
  const stepMs = ms < 20 * MINUTE_MS ? MINUTE_MS : ms < 3 * 3_600_000 ? 5 * MINUTE_MS : 30 * MINUTE_MS
  return `about ${sayDuration(Math.ceil(ms / stepMs) * stepMs)}`
}

/** `KEEP_ALIVE=false and THREADS=0`; `nothing toggled`. */
export function saySettings(settings: RunSettings): string {
  const all = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  return all.length === 0 ? 'nothing toggled' : sayList(all)
}

/** `KEEP_ALIVE=false`; `version 1.4.1 → 1.4.2` where both are named; `no KEEP_ALIVE` where it is as usual. */
export function sayToggles(toggles: readonly Toggle[]): string {
  return sayList(
    toggles.map(({ key, from, to }) => {
      if (to === null) return `${key} as usual`
      return from === null ? `${key}=${to}` : `${key}=${to} (was ${from})`
    }),
  )
}

/** `a`, `a and b`, `a, b and c`. */
export function sayList(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
