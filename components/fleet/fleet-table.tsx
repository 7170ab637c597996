'use client'

import { countOf } from '../../lib/format/counts'
import { FleetRow } from './fleet-row'
import styles from './fleet-table.module.css'
import { startsDescending, type FleetGroup, type FleetView, type SortKey } from './fleet-view'

const COLUMNS: { sort: SortKey | null; label: string; className: string | undefined }[] = [
  { sort: 'name', label: 'Process', className: styles.name },
  { sort: 'state', label: 'State', className: styles.state },
  { sort: 'uptime', label: 'Up', className: styles.uptime },
  { sort: 'memory', label: 'Memory', className: styles.memory },
  { sort: null, label: 'Last minutes', className: styles.spark },
  { sort: 'slope', label: 'Slope', className: styles.slope },
  { sort: 'attention', label: 'Verdict and flags', className: styles.words },
]

/** From so many rows on, layout of all of them costs more than a frame. */
const MANY = 150

interface FleetTableProps {
  groups: FleetGroup[]
  view: FleetView
  onSort: (sort: SortKey, isDescending: boolean) => void
}

export function FleetTable({ groups, view, onSort }: FleetTableProps) {
  const isSparse = groups.reduce((sum, { rows }) => sum + rows.length, 0) > MANY
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">All processes</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <ColumnHead key={column.label} {...column} view={view} onSort={onSort} />
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.service ?? ''}>
          {group.service !== null && (
            <tr className={styles.group}>
              <th scope="rowgroup" colSpan={COLUMNS.length}>
                {group.service} <span>{countOf(group.rows.length, 'process', 'processes')}</span>
              </th>
            </tr>
          )}
          {group.rows.map((row) => (
            <FleetRow key={row.id} listed={row} isGrouped={view.isGrouped} isSparse={isSparse} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

interface ColumnHeadProps {
  sort: SortKey | null
  label: string
  className: string | undefined
  view: FleetView
  onSort: FleetTableProps['onSort']
}

function ColumnHead({ sort, label, className, view, onSort }: ColumnHeadProps) {
  if (sort === null)
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    )
  const isSorted = view.sort === sort
  const direction = view.isDescending ? 'descending' : 'ascending'
  return (
    <th scope="col" className={className} aria-sort={isSorted ? direction : 'none'}>
      <button type="button" onClick={() => onSort(sort, isSorted ? !view.isDescending : startsDescending(sort))}>
        {label}
        <span aria-hidden="true">{isSorted ? (view.isDescending ? '↓' : '↑') : ''}</span>
      </button>
    </th>
  )
}
