import { useToday } from '../../lib/client/react'
import { formatMoment } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import { formatDuration } from '../../lib/format/durations'
import { causeWords } from '../../lib/format/gap-words'
import type { Gap } from '../../lib/protocol/http-api'
import type { RowLine } from '../chart/lines-content'
import type { Compared, CompareView } from './compare-data'
import styles from './compare-page.module.css'
import { Swatch } from './swatch'
import { t } from '../../lib/words/en/compare'

interface ComparedGapsProps {
  compared: readonly Compared[]
  lineOf: (compared: Compared, at: number) => RowLine
  align: CompareView['align']
}

/** Who has more is better looked at by himself. */
const MOST_SHOWN = 6

/** Why there are holes in the lines: the newest first, each of its line. */
export function ComparedGaps({ compared, lineOf, align }: ComparedGapsProps) {
  const today = useToday()
  const found = compared
    .flatMap((one, at) => one.gaps.map((gap) => ({ gap, line: lineOf(one, at), atMs: gap.fromMs - one.originMs })))
    .toSorted((a, b) => b.atMs - a.atMs)
  if (found.length === 0) return null
  const whenOf = (gap: Gap, atMs: number) =>
    align === 'age' ? t('atAgeOf', { age: formatDuration(atMs) }) : formatMoment(gap.fromMs, today)
  return (
    <section className={styles.gaps} aria-label={t('gapsInThem')}>
      <h2>{t('gapsInThem')}</h2>
      <ul>
        {found.slice(0, MOST_SHOWN).map(({ gap, line, atMs }) => (
          <li key={`${line.id} ${gap.fromMs}`}>
            <Swatch line={line} />
            <strong>{line.name}</strong> {whenOf(gap, atMs)}: {causeWords(gap).reason}
          </li>
        ))}
      </ul>
      {found.length > MOST_SHOWN && (
        <p className={styles.zone}>{t('andMoreGaps', { gaps: countOf(found.length - MOST_SHOWN, 'gap') })}</p>
      )}
    </section>
  )
}
