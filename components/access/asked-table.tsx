import type { ReactNode } from 'react'
import type { AskedState } from '../../lib/client/use-asked'
import settings from '../settings/settings.module.css'
import { Unanswered } from '../shell/unanswered'
import styles from './access.module.css'
import { t } from '../../lib/words/en/access'

interface AskedTableProps<T> {
  /** What the rows are, for who cannot see them. */
  label: string
  head: readonly string[]
  /** Whether a last column holds what may be done. */
  hasActs?: boolean
  asked: AskedState<unknown>
  /** `null` while there is no answer. */
  rows: readonly T[] | null
  /** What there is to say of none. */
  empty: ReactNode
  children: (row: T) => ReactNode
}

/** Rows that the hub was asked for; a row is what `children` makes of it. */
export function AskedTable<T>({ label, head, hasActs = false, asked, rows, empty, children }: AskedTableProps<T>) {
  if (rows === null) return <Unanswered asked={asked} />
  if (rows.length === 0) return <p className={settings.panel}>{empty}</p>
  return (
    <>
      <Unanswered asked={asked} />
      <div className={styles.tableBox} tabIndex={0} role="region" aria-label={label}>
        <table className={styles.table}>
          <thead>
            <tr>
              {head.map((text) => (
                <th key={text} scope="col">
                  {text}
                </th>
              ))}
              {hasActs && (
                <th scope="col">
                  <span className="visually-hidden">{t('whatMayBeDone')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>{rows.map(children)}</tbody>
        </table>
      </div>
    </>
  )
}
