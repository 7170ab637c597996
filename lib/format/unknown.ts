import { t } from '../words/en/format'

/** What stands wherever a number is missing: an unknown is never 0. */
export function notKnown(): string {
  return t('notKnown')
}

/** A real minus sign: as wide as a plus among tabular figures. */
export const MINUS = '−'

/** `text` of a number's size, with its sign in front: always for `'always'`, else only a minus. */
export function withSign(value: number, text: string, sign: 'always' | 'minus' = 'minus'): string {
  if (isZeroText(text)) return text
  if (value < 0) return `${MINUS}${text}`
  return sign === 'always' ? `+${text}` : text
}

function isZeroText(text: string): boolean {
  return !/[1-9]/u.test(text)
}

export function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value)
}
