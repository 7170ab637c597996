'use client'

import { Fragment, useId, useState } from 'react'
import { useToday } from '../../lib/client/react'
import { formatBytes } from '../../lib/format/bytes'
import { formatMoment } from '../../lib/format/clock'
import { formatCount } from '../../lib/format/counts'
import { formatDuration } from '../../lib/format/durations'
import { grownWords, sampleWords } from '../../lib/format/entity-words'
import type { EntityRow, EntityTable } from '../../lib/protocol/entities'
import { EntityHistory } from './entity-history'
import { ENTITY_COLUMNS, firstOrder, orderEntities, pressColumn, type EntityColumn } from './entity-order'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

const HEADS: Record<EntityColumn, string> = {
  get bytes() {
    return t('bytes')
  },
  get count() {
    return t('count')
  },
  get age() {
    return t('age')
  },
  get growth() {
    return t('growth')
  },
}
const FEW = 10

interface EntityTableProps {
  process: string
  table: EntityTable
  /** Rises when there may be more of a history. */
  revision: number
  /** Whose history is shown. */
  open: string | null
  onOpen: (id: string | null) => void
}

/** One registered list: its largest and those that grew most. */
export function EntityTableCard({ process, table, revision, open, onOpen }: EntityTableProps) {
  const [chosen, setOrder] = useState<Order | null>(null)
  const [isWhole, setWhole] = useState(false)
  const today = useToday()
  const id = useId()
  const order = chosen ?? firstOrder(table)
  const rows = orderEntities(table.rows, order)
  // What is looked at stays, also where others are larger by now.
  const shown = rows.filter(({ id: row }, at) => isWhole || at < FEW || row === open)
  return (
    <section className={styles.card} aria-labelledby={id} data-entities={table.name}>
      <h4 id={id}>
        {table.name} <span className={styles.note}>{sampleWords(table)}</span>
      </h4>
      <div className={styles.box}>
        <table className={styles.table}>
          <Head name={table.name} order={order} onOrder={setOrder} />
          <tbody>
            {shown.map((row) => (
              <Fragment key={row.id}>
                <Row
                  row={row}
                  today={today}
                  isOpen={open === row.id}
                  onPress={() => onOpen(open === row.id ? null : row.id)}
                />
                {open === row.id && (
                  <tr className={styles.more}>
                    <td colSpan={5}>
                      <EntityHistory
                        {...{ process, revision }}
                        group={table.name}
                        entity={row.id}
                        label={row.label ?? row.id}
                      />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FEW && (
        <button type="button" className={styles.link} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('show', { FEW }) : t('showAll', { length: rows.length })}
        </button>
      )}
    </section>
  )
}

type Order = ReturnType<typeof firstOrder>

/** Each column is sorted by a press. */
function Head({ name, order, onOrder }: { name: string; order: Order; onOrder: (order: Order) => void }) {
  return (
    <thead>
      <tr>
        <th scope="col">{name}</th>
        {ENTITY_COLUMNS.map((column) => (
          <th
            key={column}
            scope="col"
            className={styles.number}
            aria-sort={order.column === column ? (order.isDown ? 'descending' : 'ascending') : 'none'}
          >
            <button type="button" className={styles.sort} onClick={() => onOrder(pressColumn(order, column))}>
              {HEADS[column]}
              <span aria-hidden="true">{order.column === column ? (order.isDown ? ' ↓' : ' ↑') : ''}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface RowProps {
  row: EntityRow
  today: number
  isOpen: boolean
  onPress: () => void
}

function Row({ row, today, isOpen, onPress }: RowProps) {
  const since = row.grownSinceMs === null ? '' : t('since', { grownSinceMs: formatMoment(row.grownSinceMs, today) })
  return (
    <tr data-entity={row.id}>
      <th scope="row">
        <button type="button" className={styles.link} aria-expanded={isOpen} onClick={onPress}>
          {row.label ?? row.id}
        </button>
        {row.label !== undefined && row.label !== row.id && <span className={styles.under}>{row.id}</span>}
      </th>
      <td className={styles.number}>{formatBytes(row.bytes)}</td>
      <td className={styles.number}>{formatCount(row.count)}</td>
      <td className={styles.number}>{formatDuration(row.ageMs)}</td>
      <td className={styles.number} title={since}>
        {grownWords(row)}
      </td>
    </tr>
  )
}
