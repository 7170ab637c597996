import { Fragment, memo } from 'react'
import { formatClock, formatDay } from '../../lib/format/clock'
import { formatElapsed } from '../../lib/format/durations'
import { MARK_KINDS } from '../marks/mark-kinds'
import type { Mark } from '../marks/marks'
import styles from './chart.module.css'
import type { ChartContent, ShownGap } from './model'
import { t } from '../../lib/words/en/charts'

const MAX_ROWS = 600

interface ChartTableProps {
  model: ChartContent
  title: string
  marks: readonly Mark[]
}

/** The chart's numbers, newest first, and what happened between them. */
export function ChartTable({ model, title, marks }: ChartTableProps) {
  const count = Math.max(0, model.endRow - model.firstRow)
  const rows = Array.from({ length: Math.min(MAX_ROWS, count) }, (_, at) => model.endRow - 1 - at)
  const isLong = model.toMs - model.fromMs > 43_200_000
  const clockOf = (atMs: number) => `${isLong ? `${formatDay(atMs)} ` : ''}${formatClock(atMs)}`
  const timeOf = model.isAge ? formatElapsed : clockOf
  const width = model.entries.length
  const between = notesBefore(model, rows, [...marks.map(noteOfMark), ...model.gaps.map(noteOfGap)])
  return (
    <div className={styles.tableBox} tabIndex={0} role="region" aria-label={t('dataOf', { title })}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('newestFirst', { title })}</caption>
        <thead>
          <tr>
            <th scope="col">{model.isAge ? t('age') : t('time2')}</th>
            {model.entries.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => {
            const atMs = model.atMsOf(row)
            const texts = model.entries.map((entry) => entry.textAt(row) ?? '').join('\t')
            return (
              <Fragment key={atMs}>
                {between[at]?.map((note) => (
                  <NoteRow key={note.key} note={note} time={timeOf(note.atMs)} width={width} />
                ))}
                <TableRow time={timeOf(atMs)} texts={texts} />
              </Fragment>
            )
          })}
          {between[rows.length]?.map((note) => (
            <NoteRow key={note.key} note={note} time={timeOf(note.atMs)} width={width} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={styles.tableNote}>{t('thereAreNoSamples')}</p>}
      {count > rows.length && <p className={styles.tableNote}>{t('theNewestOfRows', { MAX_ROWS, count })}</p>}
    </div>
  )
}

/** What stands between rows of numbers. */
interface Note {
  key: string
  atMs: number
  text: string
}

function noteOfMark({ key, atMs, kind, title }: Mark): Note {
  return { key, atMs, text: `${MARK_KINDS[kind].word} ${title}` }
}

/** After the row that it begins with. */
function noteOfGap({ fromMs, reason }: ShownGap): Note {
  return { key: `gap ${fromMs}`, atMs: fromMs + 1, text: reason }
}

/** For each row the notes of the window that stand above it, newest first; last those below all rows. */
function notesBefore(model: ChartContent, rows: readonly number[], notes: readonly Note[]): Note[][] {
  const shown = notes
    .filter(({ atMs }) => atMs >= model.fromMs && atMs <= model.toMs)
    .toSorted((a, b) => b.atMs - a.atMs)
  const lists: Note[][] = Array.from({ length: rows.length + 1 }, () => [])
  let at = 0
  for (const note of shown) {
    while (at < rows.length && model.atMsOf(rows[at] ?? 0) > note.atMs) at += 1
    lists[at]?.push(note)
  }
  return lists
}

function NoteRow({ note, time, width }: { note: Note; time: string; width: number }) {
  return (
    <tr className={styles.markRow}>
      <th scope="row">{time}</th>
      <td colSpan={width}>{note.text}</td>
    </tr>
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
