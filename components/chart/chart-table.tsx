import { memo } from 'react'
import { formatClock, formatDay } from '../../lib/format/clock'
import styles from './chart.module.css'
import type { ChartModel } from './model'

const MAX_ROWS = 600

/** The chart's numbers, newest first. */
export function ChartTable({ model, title }: { model: ChartModel; title: string }) {
  const rows = model.tableRows.slice(0, MAX_ROWS)
  const isLong = model.toMs - model.fromMs > 43_200_000
  return (
    <div className={styles.tableBox} tabIndex={0} role="region" aria-label={`Data of ${title}`}>
      <table className={styles.table}>
        <caption className="visually-hidden">{title}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {model.entries.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const atMs = model.atMsOf(row)
            const texts = model.entries.map((entry) => entry.textAt(row) ?? '').join('\t')
            return (
              <TableRow key={atMs} time={`${isLong ? `${formatDay(atMs)} ` : ''}${formatClock(atMs)}`} texts={texts} />
            )
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className={styles.tableNote}>There are no samples in this range.</p>}
      {model.tableRows.length > rows.length && (
        <p className={styles.tableNote}>
          The newest {MAX_ROWS} of {model.tableRows.length} rows. A shorter range shows the others.
        </p>
      )}
    </div>
  )
}

/** Joined texts, so that a row that did not change is the same by value and is left alone. */
const TableRow = memo(function TableRow({ time, texts }: { time: string; texts: string }) {
  return (
    <tr>
      <th scope="row">{time}</th>
      {texts.split('\t').map((text, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a cell is its column
        <td key={at}>{text}</td>
      ))}
    </tr>
  )
})
