/** A chart's numbers as comma-separated values, oldest first: all rows of the window, whole, with their unit. */
import { isoTime } from '../../lib/format/clock'
import { csvNumber, csvText } from '../../lib/format/csv'
import type { ChartContent } from './model'
import { t } from '../../lib/words/en/charts'

type Numbers = Pick<
  ChartContent,
  'firstRow' | 'endRow' | 'atMsOf' | 'fromMs' | 'toMs' | 'entries' | 'unit' | 'isRate' | 'isAge'
>

export function chartCsv(numbers: Numbers): string {
  const { firstRow, endRow, atMsOf, fromMs, toMs, entries, unit, isRate, isAge = false } = numbers
  const inUnit = isRate ? t('perSecond', { unit }) : unit
  const lines = [
    [isAge ? t('ageInMs') : t('time'), ...entries.map(({ label }) => csvText(`${label} (${inUnit})`))].join(','),
  ]
  for (let row = firstRow; row < endRow; row += 1) {
    const atMs = atMsOf(row)
    if (atMs < fromMs || atMs > toMs) continue
    lines.push(
      [isAge ? csvNumber(atMs) : isoTime(atMs), ...entries.map(({ valueAt }) => csvNumber(valueAt(row)))].join(','),
    )
  }
  return `${lines.join('\r\n')}\r\n`
}
