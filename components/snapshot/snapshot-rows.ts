/** The table of classes: its columns, and which rows are shown in which order. */
import type { SnapshotAnswer, SnapshotClass, SnapshotRow } from '../../lib/protocol/snapshot-answer'
import type { SnapshotColumn, SnapshotSort } from './snapshot-address'

export interface ColumnPlan {
  head: string
  help: string
  unit: 'count' | 'bytes'
  /** What it holds is a change, with its sign. */
  isChange: boolean
  /** `null`: not known. */
  value: (row: SnapshotRow) => number | null
}

const net = (row: SnapshotRow, of: 'count' | 'shallowBytes' | 'retainedBytes') =>
  (row.after?.[of] ?? 0) - (row.before?.[of] ?? 0)

export const COLUMN_PLANS: Record<SnapshotColumn, ColumnPlan> = {
  created: {
    head: 'New',
    help: 'Objects that were not there before',
    unit: 'count',
    isChange: false,
    value: ({ created }) => created?.count ?? null,
  },
  freed: {
    head: 'Freed',
    help: 'Objects that are gone',
    unit: 'count',
    isChange: false,
    value: ({ freed }) => freed?.count ?? null,
  },
  grown: {
    head: 'Grown',
    help: 'How many more there are',
    unit: 'count',
    isChange: true,
    value: (row) => net(row, 'count'),
  },
  grownBytes: {
    head: 'Grown, themselves',
    help: 'How many bytes more they take themselves',
    unit: 'bytes',
    isChange: true,
    value: (row) => net(row, 'shallowBytes'),
  },
  kept: {
    head: 'The new keep',
    help: 'What would be freed with the new ones',
    unit: 'bytes',
    isChange: false,
    value: ({ created }) => created?.retainedBytes ?? null,
  },
  grownRetained: {
    head: 'Grown, kept',
    help: 'How many bytes more they keep',
    unit: 'bytes',
    isChange: true,
    value: (row) => net(row, 'retainedBytes'),
  },
  count: {
    head: 'Count',
    help: 'How many there are',
    unit: 'count',
    isChange: false,
    value: ({ after }) => after?.count ?? 0,
  },
  shallow: {
    head: 'Themselves',
    help: 'Shallow size: what they take themselves',
    unit: 'bytes',
    isChange: false,
    value: ({ after }) => after?.shallowBytes ?? 0,
  },
  retained: {
    head: 'They keep',
    help: 'Retained size: what would be freed with them',
    unit: 'bytes',
    isChange: false,
    value: ({ after }) => after?.retainedBytes ?? 0,
  },
}

/** Of one snapshot what there is; of two what changed first. What two lives cannot tell has no column. */
export function columnsOf({ before, rows }: Pick<SnapshotAnswer, 'before' | 'rows'>): readonly SnapshotColumn[] {
  if (before === null) return ['count', 'shallow', 'retained']
  const isSameLife = rows.some(({ created }) => created !== null)
  return isSameLife
    ? ['created', 'freed', 'grown', 'grownBytes', 'kept', 'retained']
    : ['grown', 'grownBytes', 'grownRetained', 'count', 'retained']
}

/** The same class in this report and in another one. */
export function classId({ kind, name, place }: SnapshotClass): string {
  const where = place === null ? '' : ` ${place.url ?? ''}:${place.line}:${place.column}`
  return `${kind} ${name}${where}`
}

/** Those whose name or file holds what is looked for, in the order of the hub or of a column. */
export function shownRows(rows: readonly SnapshotRow[], query: string, sort: SnapshotSort | null): SnapshotRow[] {
  const wanted = query.trim().toLowerCase()
  const found = rows.filter(({ class: { name, place } }) =>
    `${name} ${place?.url ?? ''}`.toLowerCase().includes(wanted),
  )
  if (sort === null) return found
  const { value } = COLUMN_PLANS[sort.column]
  const sign = sort.isDown ? -1 : 1
  // What is not known comes last, whichever way.
  return found.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  })
}

/** A press on a column's head: the most first, then the least, then the order of the hub again. */
export function pressedSort(sort: SnapshotSort | null, column: SnapshotColumn): SnapshotSort | null {
  if (sort?.column !== column) return { column, isDown: true }
  return sort.isDown ? { column, isDown: false } : null
}
