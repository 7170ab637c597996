'use client'

import { Fragment, useState } from 'react'
import { formatBytes } from '../../lib/format/bytes'
import { formatCount } from '../../lib/format/counts'
import { classPlace, wholeClassPlace } from '../../lib/format/snapshot-words'
import type { SnapshotAnswer, SnapshotRow } from '../../lib/protocol/snapshot-answer'
import inside from '../inside/inside.module.css'
import { useTyped } from '../forms/use-typed'
import controls from '../shell/controls.module.css'
import { Keeping } from './keeping'
import type { SnapshotColumn, SnapshotView } from './snapshot-address'
import { classId, COLUMN_PLANS, columnsOf, pressedSort, shownRows } from './snapshot-rows'
import styles from './snapshot-page.module.css'
import { t } from '../../lib/words/en/snapshot'

const FEW = 25

interface SnapshotTableProps {
  answer: SnapshotAnswer
  view: SnapshotView
  onChange: (change: Partial<SnapshotView>) => void
}

/** What is on the heap, class by class; a row opens what keeps its objects. */
export function SnapshotTable({ answer, view, onChange }: SnapshotTableProps) {
  const [isWhole, setWhole] = useState(false)
  const search = useTyped(view.query, (query) => onChange({ query }))
  const columns = columnsOf(answer)
  const rows = shownRows(answer.rows, view.query, view.sort)
  // What the address opens is in sight.
  const isOpenBelow = rows.slice(FEW).some((row) => classId(row.class) === view.open)
  const shown = isWhole || isOpenBelow ? rows : rows.slice(0, FEW)
  return (
    <section className={inside.part} aria-labelledby="classes">
      <div className={inside.partHead}>
        <h2 id="classes">{t('byConstructor')}</h2>
        <input
          type="search"
          className={`${controls.field} ${styles.search}`}
          aria-label={t('findAClass')}
          placeholder={t('findAClassOr')}
          {...search}
        />
      </div>
      <div className={inside.box} tabIndex={0} role="region" aria-label={t('tableOfClasses')}>
        <table className={inside.table}>
          <thead>
            <tr>
              <th scope="col">{t('constructor')}</th>
              {columns.map((column) => (
                <Head key={column} column={column} view={view} onChange={onChange} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const id = classId(row.class)
              const isOpen = id === view.open
              return (
                <ClassRow
                  key={id}
                  row={row}
                  columns={columns}
                  isOpen={isOpen}
                  onPress={() => onChange({ open: isOpen ? null : id })}
                />
              )
            })}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p>{t('noClassHasIn', { stringify: JSON.stringify(view.query) })}</p>}
      {rows.length > FEW && !isOpenBelow && (
        <button type="button" className={inside.link} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('show', { FEW }) : t('showAll', { length: rows.length })}
        </button>
      )}
      {answer.leftOut > 0 && (
        <p className={inside.note}>{t('moreClassesEachWith', { leftOut: formatCount(answer.leftOut) })}</p>
      )}
    </section>
  )
}

function Head({ column, view, onChange }: Pick<SnapshotTableProps, 'view' | 'onChange'> & { column: SnapshotColumn }) {
  const { head, help } = COLUMN_PLANS[column]
  const isSorted = view.sort?.column === column
  const isDown = view.sort?.isDown ?? true
  return (
    <th scope="col" className={inside.number} aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={inside.sort}
        title={help}
        onClick={() => onChange({ sort: pressedSort(view.sort, column) })}
      >
        {head}
        <span aria-hidden="true">{isSorted ? (isDown ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  )
}

interface ClassRowProps {
  row: SnapshotRow
  columns: readonly SnapshotColumn[]
  isOpen: boolean
  onPress: () => void
}

function ClassRow({ row, columns, isOpen, onPress }: ClassRowProps) {
  const place = classPlace(row.class)
  return (
    <Fragment>
      <tr data-class={row.class.name}>
        <th scope="row">
          <button type="button" className={inside.link} aria-expanded={isOpen} onClick={onPress}>
            <code>{row.class.name}</code>
          </button>
          {place !== '' && (
            <span className={inside.under} title={wholeClassPlace(row.class)}>
              {place}
            </span>
          )}
        </th>
        {columns.map((column) => (
          <td key={column} className={inside.number}>
            {cellWords(row, column)}
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr className={inside.more}>
          <td colSpan={columns.length + 1}>
            <Keeping row={row} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

function cellWords(row: SnapshotRow, column: SnapshotColumn): string {
  const { unit, isChange, value } = COLUMN_PLANS[column]
  const sign = isChange ? 'always' : 'minus'
  return unit === 'bytes' ? formatBytes(value(row), sign) : formatCount(value(row), sign)
}
