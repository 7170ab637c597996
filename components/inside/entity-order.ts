/** The order of a table of entities. What is not known comes last, whichever way it goes. */
import type { EntityRow, EntityTable } from '../../lib/protocol/entities'

export const ENTITY_COLUMNS = ['bytes', 'count', 'age', 'growth'] as const
export type EntityColumn = (typeof ENTITY_COLUMNS)[number]

export interface EntityOrder {
  column: EntityColumn
  isDown: boolean
}

const VALUE: Record<EntityColumn, (row: EntityRow) => number | null> = {
  bytes: ({ bytes }) => bytes,
  count: ({ count }) => count,
  age: ({ ageMs }) => ageMs,
  growth: ({ grown }) => grown,
}

export function orderEntities(rows: readonly EntityRow[], { column, isDown }: EntityOrder): EntityRow[] {
  const valueOf = VALUE[column]
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)]
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
    return isDown ? other - one : one - other
  })
}

/** By bytes where those are known, else by the next that is. */
export function firstOrder(table: EntityTable): EntityOrder {
  const knows = (column: EntityColumn) => table.rows.some((row) => (VALUE[column](row) ?? 0) > 0)
  return { column: ENTITY_COLUMNS.find((column) => column !== 'age' && knows(column)) ?? 'age', isDown: true }
}

/** A press on the column that orders turns it round; another begins with its greatest. */
export function pressColumn(order: EntityOrder, column: EntityColumn): EntityOrder {
  return { column, isDown: order.column === column ? !order.isDown : true }
}
