/** Decimals with the sign of the language before them. */
import { currentLanguage } from '../words/language'
import type { Language } from '../words/spoken-language'

export function decimals(value: number, digits: number): string {
  return withDecimalSign(value.toFixed(digits))
}

/** As `decimals`, and no decimals that are 0: for ticks, which are round. */
export function roundDecimals(value: number, digits: number): string {
  return withDecimalSign(String(Number(value.toFixed(digits))))
}

/** A text of a number without the decimals at its end that say nothing: `256.0 MiB` as `256 MiB`, and `1.500` of German as it is. */
export function withoutZeros(text: string): string {
  const sign = currentLanguage() === 'en' ? '.' : signOf(currentLanguage())
  const at = text.lastIndexOf(sign)
  if (at < 0) return text
  const [, digits = '', rest = ''] = /^(\d+)(.*)$/su.exec(text.slice(at + 1)) ?? []
  const kept = digits.replace(/0+$/u, '')
  return `${text.slice(0, at)}${kept === '' ? '' : sign}${kept}${rest}`
}

function withDecimalSign(text: string): string {
  return currentLanguage() === 'en' ? text : text.replace('.', signOf(currentLanguage()))
}

const signs = new Map<Language, string>()

function signOf(language: Language): string {
  const known = signs.get(language)
  if (known !== undefined) return known
  const sign = new Intl.NumberFormat(language).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.'
  signs.set(language, sign)
  return sign
}
