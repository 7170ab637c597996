'use client'

import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useAsked, type AskedState } from '../../lib/client/use-asked'
import { ageText, comparedInterval, comparedText } from '../../lib/format/investigation-words'
import type { ComparisonRow, InvestigationAnswer, RunComparison } from '../../lib/protocol/investigations'
import { AddressedSelect } from '../forms/field'
import { Unanswered } from '../shell/unanswered'
import type { InvestigationView } from './investigation-address'
import styles from './investigations.module.css'
import { t } from '../../lib/words/en/investigations'

/** What two runs that were chosen say beside each other; nothing while none were. */
export function useComparison(id: string, { before, after }: InvestigationView, revision: number) {
  const load = useCallback(
    async (ask: Ask, signal: AbortSignal) =>
      before === null || after === null ? null : investigationsApi(ask).comparison(id, before, after, signal),
    [id, before, after],
  )
  return useAsked<RunComparison | null>(load, { revision })
}

interface ComparisonSectionProps {
  answer: InvestigationAnswer
  view: InvestigationView
  onView: (change: Partial<InvestigationView>) => void
  asked: AskedState<RunComparison | null>
}

/** Before and after: two runs, laid over each other by the age of their process. */
export function ComparisonSection({ answer: { runs }, view, onView, asked }: ComparisonSectionProps) {
  if (runs.length < 2) return null
  const options = (other: string | null) => [
    { value: '', label: t('chooseARun') },
    ...runs.filter(({ id }) => id !== other).map(({ id, label }) => ({ value: id, label })),
  ]
  return (
    <section className={styles.section} aria-labelledby="comparison-title">
      <h2 id="comparison-title">{t('beforeAndAfter')}</h2>
      <div className={styles.choose} data-act="">
        <AddressedSelect
          label={t('before')}
          value={view.before ?? ''}
          options={options(view.after)}
          onChange={(before) => onView({ before: before || null })}
        />
        <AddressedSelect
          label={t('after')}
          value={view.after ?? ''}
          options={options(view.before)}
          onChange={(after) => onView({ after: after || null })}
        />
      </div>
      {view.before !== null && view.after !== null ? (
        <Unanswered asked={asked} />
      ) : (
        <p className={styles.note}>{t('chooseTwoRunsPeak')}</p>
      )}
      {asked.value && <Rows comparison={asked.value} />}
    </section>
  )
}

function Rows({ comparison: { rows, sentence, ageFromMs, ageToMs } }: { comparison: RunComparison }) {
  return (
    <>
      <p className={styles.sentence} data-comparison="">
        {sentence}
      </p>
      <p className={styles.note}>{t('ofAgesToWhich', { ageFromMs: ageText(ageFromMs), ageToMs: ageText(ageToMs) })}</p>
      <div className={styles.box} tabIndex={0} role="region" aria-label={t('tableOfBeforeAnd')}>
        <table className={`${styles.table} ${styles.stacked}`}>
          <thead>
            <tr>
              <th scope="col">{t('what')}</th>
              <th scope="col" className={styles.number}>
                {t('before')}
              </th>
              <th scope="col" className={styles.number}>
                {t('after')}
              </th>
              <th scope="col" className={styles.number}>
                {t('difference')}
              </th>
              <th scope="col">{t('thatIs')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.what} ${row.series ?? ''}`} data-compared={row.what}>
                <th scope="row">{row.title}</th>
                <Cell row={row} which="before" />
                <Cell row={row} which="after" />
                <Cell row={row} which="difference" />
                <td className={styles.said}>{row.sentence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const CELL = {
  get before() {
    return t('before')
  },
  get after() {
    return t('after')
  },
  get difference() {
    return t('difference')
  },
} as const

function Cell({ row, which }: { row: ComparisonRow; which: keyof typeof CELL }) {
  const interval = comparedInterval(row, which)
  return (
    <td className={styles.number} data-label={CELL[which]}>
      {comparedText(row, which)}
      {interval !== null && <span className={styles.under}>{interval}</span>}
    </td>
  )
}
