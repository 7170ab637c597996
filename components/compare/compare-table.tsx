import Link from 'next/link'
import { formatSlope, formatValue, isSlopeProven } from '../../lib/format/rates'
import { notKnown } from '../../lib/format/unknown'
import { verdictRank } from '../../lib/format/words'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import type { Unit } from '../../lib/protocol/vocabulary'
import controls from '../shell/controls.module.css'
import { VerdictLabel } from '../words/word'
import { changeOf, type LineRow, type RowLine } from '../chart/lines-content'
import type { Compared } from './compare-data'
import styles from './compare-page.module.css'
import { signedChange } from './compared-words'
import { Swatch } from './swatch'
import { t } from '../../lib/words/en/compare'

interface CompareTableProps {
  rows: readonly LineRow[]
  compared: readonly Compared[]
  lineOf: (compared: Compared, at: number) => RowLine
  unit: Unit
  /** The line that is none of them. */
  median: RowLine | null
  /** `null`: what stands there was not chosen one by one. */
  onRemove: ((id: string) => void) | null
}

/** What each line says, in words and numbers: legend of the chart, and its stand-in for who cannot see it. */
export function CompareTable({ rows, compared, lineOf, unit, median, onRemove }: CompareTableProps) {
  return (
    <div className={styles.tableBox} tabIndex={0} role="region" aria-label={t('comparedInNumbers')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('process')}</th>
            <th scope="col">{t('version')}</th>
            <th scope="col">{t('newest')}</th>
            <th scope="col">{t('sinceTheStartOf')}</th>
            <th scope="col">{t('verdict')}</th>
            <th scope="col">{t('slope')}</th>
            {onRemove && (
              <th scope="col">
                <span className="visually-hidden">{t('remove')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {compared.map((one, at) => {
            const line = lineOf(one, at)
            const change = one.points ? changeOf(rows, line.id) : null
            // What was concluded is of now, and says nothing of what is over.
            const verdict = one.isGhost ? undefined : verdictOf(one)
            return (
              <tr key={line.id} data-compared={line.id}>
                <th scope="row">
                  <Swatch line={line} />
                  <Link href={`/process?id=${encodeURIComponent(one.detail.id)}`}>{line.name}</Link>
                </th>
                <td>{one.detail.version ?? notKnown()}</td>
                <td>{formatValue(change?.newest, unit)}</td>
                <td>{change ? signedChange(change.change, unit) : notKnown()}</td>
                <td>{verdict ? <VerdictLabel verdict={verdict.verdict} /> : notKnown()}</td>
                <td>{slopeText(verdict)}</td>
                {onRemove && (
                  <td>
                    <button
                      type="button"
                      className={controls.button}
                      aria-label={t('remove2', { name: line.name })}
                      onClick={() => onRemove(line.id)}
                    >
                      {t('remove')}
                    </button>
                  </td>
                )}
              </tr>
            )
          })}
          {median && <MedianRow rows={rows} line={median} unit={unit} />}
        </tbody>
      </table>
    </div>
  )
}

function MedianRow({ rows, line, unit }: Pick<CompareTableProps, 'rows' | 'unit'> & { line: RowLine }) {
  const change = changeOf(rows, line.id)
  return (
    <tr>
      <th scope="row">
        <Swatch line={line} />
        {line.name}
      </th>
      <td />
      <td>{formatValue(change?.newest, unit)}</td>
      <td>{change ? signedChange(change.change, unit) : notKnown()}</td>
      <td colSpan={2} />
    </tr>
  )
}

/** Of the series that is compared; of a process without it there is none. */
function verdictOf({ detail, points }: Compared) {
  return detail.series
    .filter(({ name }) => name === points?.name)
    .map(({ verdict }) => verdict)
    .toSorted((a, b) => verdictRank(a.verdict) - verdictRank(b.verdict))[0]
}

function slopeText(verdict: ProcessDetail['series'][number]['verdict'] | undefined): string {
  if (!verdict || verdict.slopePerHour === null || verdict.verdict === 'collecting') return notKnown()
  return isSlopeProven(verdict) ? formatSlope(verdict.slopePerHour, verdict.unit) : t('noneProven')
}
