/** What compared lines say, in words. */
import { formatMoment, formatZone } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { formatValue } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import type { Unit } from '../../lib/protocol/vocabulary'
import { changeOf, type LineRows } from '../chart/lines-content'
import { t } from '../../lib/words/en/compare'

/** What became of a value, with its sign. */
export function signedChange(change: number, unit: Unit): string {
  const size = formatValue(Math.abs(change), unit)
  if (change === 0) return size
  return `${change > 0 ? '+' : '−'}${size}`
}

/** The chart for who cannot see it: when it is of, and each line's newest known value with its change. */
export function comparedSentence(title: string, { rows, lines, unit, align }: LineRows): string {
  const [fromMs, toMs] = [rows[0]?.t, rows.at(-1)?.t]
  if (fromMs === undefined || toMs === undefined) return t('nothingKnownOf', { title })
  const said = lines
    .map(({ id, name }) => {
      const change = changeOf(rows, id)
      if (!change) return `${name} ${notKnown()}`
      return t('lineNow', {
        name,
        newest: formatValue(change.newest, unit),
        change: signedChange(change.change, unit),
      })
    })
    .join('; ')
  if (align === 'age') return t('linesByAge', { title, to: formatDuration(toMs), said })
  return t('linesByClock', {
    title,
    from: formatMoment(fromMs, toMs),
    to: formatMoment(toMs, toMs),
    zone: formatZone(fromMs, toMs),
    said,
  })
}
