/** Times and durations on a command line. */
const UNITS_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/u
const EPOCH_MS = /^\d{10,15}$/u

/** ISO time, milliseconds since 1970, or how long ago (`24h`); `null` where it is none of these. */
export function timeOf(text: string, nowMs: number): number | null {
  const ago = durationOf(text)
  if (ago !== null) return nowMs - ago
  if (EPOCH_MS.test(text)) return Number(text)
  // A year alone, or anything that a parser of dates would guess at, is no time.
  const atMs = /^\d{4}-\d\d-\d\d/u.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(atMs) ? null : atMs
}

/** `10s`, `5m`, `24h` in milliseconds; `null` where it is none. */
export function durationOf(text: string): number | null {
  const [, amount, unit] = DURATION.exec(text) ?? []
  return amount === undefined || unit === undefined ? null : Math.round(Number(amount) * (UNITS_MS[unit] as number))
}
