/** Counts, ratios and milliseconds. Digits are grouped by a comma whatever the browser's language, as the text around them is English. */
import { isKnown, NOT_KNOWN, withSign } from './unknown'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** `12,345`; a count that is not whole (a mean of counts) keeps one decimal. */
export function formatCount(count: number | null | undefined, sign: 'always' | 'minus' = 'minus'): string {
  if (!isKnown(count)) return NOT_KNOWN
  const size = Math.abs(count)
  const isWhole = Number.isInteger(size) || size >= 1_000
  return withSign(count, (isWhole ? whole : oneDecimal).format(size), sign)
}

/** `0.42` → `42.0 %`. */
export function formatRatio(ratio: number | null | undefined): string {
  return isKnown(ratio) ? formatPercent(ratio * 100) : NOT_KNOWN
}

export function formatPercent(percent: number | null | undefined): string {
  if (!isKnown(percent)) return NOT_KNOWN
  return withSign(percent, `${Math.abs(percent).toFixed(1)} %`)
}

/** A share for a bar's words, without decimals: `31 %`; never `0 %` for something, never `100 %` for less. */
export function formatShare(share: number | null | undefined): string {
  if (!isKnown(share)) return NOT_KNOWN
  if (share > 0 && share < 0.01) return 'under 1 %'
  if (share < 1 && share > 0.99) return 'over 99 %'
  return `${Math.round(share * 100)} %`
}

/** Short times as they are measured: `4.2 ms`, and `1.25 s` from a second on. */
export function formatMilliseconds(ms: number | null | undefined): string {
  if (!isKnown(ms)) return NOT_KNOWN
  const size = Math.abs(ms)
  return withSign(ms, size >= 1_000 ? `${(size / 1_000).toFixed(2)} s` : `${size.toFixed(1)} ms`)
}

/** `1 process`, `3 processes`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`
}
