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
    { value: '', label: 'choose a run' },
    ...runs.filter(({ id }) => id !== other).map(({ id, label }) => ({ value: id, label })),
  ]
  return (
    <section className={styles.section} aria-labelledby="comparison-title">
      <h2 id="comparison-title">Before and after</h2>
      <div className={styles.choose} data-act="">
        <AddressedSelect
          label="Before"
          value={view.before ?? ''}
          options={options(view.after)}
          onChange={(before) => onView({ before: before || null })}
        />
        <AddressedSelect
          label="After"
          value={view.after ?? ''}
          options={options(view.before)}
          onChange={(after) => onView({ after: after || null })}
        />
      </div>
      {view.before !== null && view.after !== null ? (
        <Unanswered asked={asked} />
      ) : (
        <p className={styles.note}>
          Choose two runs: peak, floor, slope, collections and entities of both, at the same age of their process.
        </p>
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
      <p className={styles.note}>
        Of ages {ageText(ageFromMs)} to {ageText(ageToMs)}, which both have.
      </p>
      <div className={styles.box} tabIndex={0} role="region" aria-label="Table of before and after">
        <table className={`${styles.table} ${styles.stacked}`}>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className={styles.number}>
                Before
              </th>
              <th scope="col" className={styles.number}>
                After
              </th>
              <th scope="col" className={styles.number}>
                Difference
              </th>
              <th scope="col">That is</th>
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

const CELL = { before: 'Before', after: 'After', difference: 'Difference' } as const

function Cell({ row, which }: { row: ComparisonRow; which: keyof typeof CELL }) {
  const interval = comparedInterval(row, which)
  return (
    <td className={styles.number} data-label={CELL[which]}>
      {comparedText(row, which)}
      {interval !== null && <span className={styles.under}>{interval}</span>}
    </td>
  )
}
