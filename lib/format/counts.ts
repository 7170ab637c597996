/** Counts, ratios and milliseconds. Digits are grouped as the language of the text around them does, whatever the browser's. */
import { currentLanguage } from '../words/language'
import type { Language } from '../words/spoken-language'
import { type Noun, t as noun } from '../words/en/nouns'
import { t } from '../words/en/format'
import { decimals } from './decimals'
import { isKnown, notKnown, withSign } from './unknown'

const wholes: Partial<Record<Language, Intl.NumberFormat>> = {}

/** Made when it is first needed: it costs some 50 kB. */
function whole(count: number): string {
  const language = currentLanguage()
  const format = (wholes[language] ??= new Intl.NumberFormat(language, { maximumFractionDigits: 0 }))
  return format.format(count)
}

/** `12,345`; a count that is not whole (a mean of counts) keeps one decimal. */
export function formatCount(count: number | null | undefined, sign: 'always' | 'minus' = 'minus'): string {
  if (!isKnown(count)) return notKnown()
  const size = Math.abs(count)
  const isWhole = Number.isInteger(size) || size >= 1_000
  return withSign(count, isWhole ? whole(size) : decimals(size, 1), sign)
}

/** `0.42` → `42.0 %`. */
export function formatRatio(ratio: number | null | undefined): string {
  return isKnown(ratio) ? formatPercent(ratio * 100) : notKnown()
}

export function formatPercent(percent: number | null | undefined): string {
  if (!isKnown(percent)) return notKnown()
  return withSign(percent, `${decimals(Math.abs(percent), 1)} %`)
}

/** A share for a bar's words, without decimals: `31 %`; never `0 %` for something, never `100 %` for less. */
export function formatShare(share: number | null | undefined): string {
  if (!isKnown(share)) return notKnown()
  if (share > 0 && share < 0.01) return t('under1')
  if (share < 1 && share > 0.99) return t('over99')
  return `${Math.round(share * 100)} %`
}

/** Short times as they are measured: `4.2 ms`, and `1.25 s` from a second on. */
export function formatMilliseconds(ms: number | null | undefined): string {
  if (!isKnown(ms)) return notKnown()
  const size = Math.abs(ms)
  return withSign(ms, size >= 1_000 ? `${decimals(size / 1_000, 2)} s` : `${decimals(size, 1)} ms`)
}

/** `1 process`, `3 processes`. */
export function countOf(count: number, of: Noun): string {
  return noun(of, { count })
}
