'use client'

import { memo, useRef } from 'react'
import { countOf } from '../../lib/format/counts'
import { COLUMNS, NAME_COLUMN, type Column, type ColumnKey } from './fleet-columns'
import { FleetRow } from './fleet-row'
import styles from './fleet-table.module.css'
import { startsDescending, type FleetGroup, type FleetView, type SortKey } from './fleet-view'
import { useVirtualRows, type ShownGroup } from './use-virtual-rows'
import { t } from '../../lib/words/en/fleet'

export interface FleetTableProps {
  groups: FleetGroup[]
  view: FleetView
  columns: readonly ColumnKey[]
  pinned: ReadonlySet<string>
  chosen: ReadonlySet<string>
  onSort: (sort: SortKey, isDescending: boolean) => void
  onPin: (id: string, isPinned: boolean) => void
  onChoose: (id: string, isChosen: boolean) => void
}

/** The list. Of very many rows only those in view are there; each of them follows its process by itself. */
export const FleetTable = memo(function FleetTable({ groups, view, columns, onSort, ...rest }: FleetTableProps) {
  const bodyRef = useRef<HTMLTableElement>(null)
  const shown = useVirtualRows(groups, bodyRef)
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  const width = columns.length + 1
  return (
    <table ref={bodyRef} className={styles.table} aria-rowcount={total + 1}>
      <caption className="visually-hidden">{t('allProcesses')}</caption>
      <thead>
        <tr aria-rowindex={1}>
          {[NAME_COLUMN, ...columns.map((key) => COLUMNS[key])].map((column) => (
            <ColumnHead key={column.label} {...column} view={view} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <Room px={shown.abovePx} width={width} />
      {shown.groups.map((group) => (
        <Group key={group.group.key} shown={group} columns={columns} width={width} measure={shown.measure} {...rest}>
          {shown.indexOf}
        </Group>
      ))}
      <Room px={shown.belowPx} width={width} />
    </table>
  )
})

/** Stands for the rows that are not drawn. */
function Room({ px, width }: { px: number; width: number }) {
  if (px <= 0) return null
  return (
    <tbody aria-hidden="true" className={styles.room}>
      <tr>
        <td colSpan={width} style={{ height: px }} />
      </tr>
    </tbody>
  )
}

interface GroupProps extends Pick<FleetTableProps, 'columns' | 'pinned' | 'chosen' | 'onPin' | 'onChoose'> {
  shown: ShownGroup
  width: number
  measure: (element: HTMLElement | null) => void
  children: (id: string) => number
}

function Group({ shown, width, measure, children: indexOf, pinned, chosen, ...rest }: GroupProps) {
  const { group, hasTitle, rows } = shown
  const firstIndex = indexOf(rows[0]?.id ?? '')
  return (
    <tbody>
      {hasTitle && group.title !== null && (
        <tr ref={measure} className={styles.group} data-index={Math.max(0, firstIndex - 1)}>
          <th scope="rowgroup" colSpan={width}>
            {group.title} <span>{countOf(group.rows.length, 'process')}</span>
          </th>
        </tr>
      )}
      {rows.map((row) => (
        <FleetRow
          key={row.id}
          listed={row}
          index={indexOf(row.id)}
          isNamed={group.isService}
          isPinned={pinned.has(row.id)}
          isChosen={chosen.has(row.id)}
          measure={measure}
          {...rest}
        />
      ))}
    </tbody>
  )
}

interface ColumnHeadProps extends Column {
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
