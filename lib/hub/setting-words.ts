/** A setting's numbers in words: `from 1000 (1 s) to 604800000 (7 d)`. */
import type { NumberSetting } from '../protocol/number-setting'
import { durationWords } from '../rules/words'

const KINDS: Record<NumberSetting['unit'], string> = {
  ms: 'milliseconds',
  share: '',
  count: '',
  times: '',
  bytes: 'bytes',
}

/** What would do, as the end of "it must be …". */
export function rangeWords(setting: NumberSetting): string {
  const { min, max, isWhole, unit } = setting
  const what = `a ${isWhole ? 'whole ' : ''}number`
  return `${what}${KINDS[unit] ? ` of ${KINDS[unit]}` : ''} from ${amountWords(min, setting)} to ${amountWords(max, setting)}`
}

/** The number as it stands in the file, and a time also as a person says it. */
export function amountWords(value: number, { unit }: NumberSetting): string {
  return unit === 'ms' && value >= 1_000 ? `${value} (${durationWords(value)})` : String(value)
}
