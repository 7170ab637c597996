/** The table of classes: its columns, and which rows are shown in which order. */
import type { SnapshotAnswer, SnapshotClass, SnapshotRow } from '../../lib/protocol/snapshot-answer'
import type { SnapshotColumn, SnapshotSort } from './snapshot-address'
import { t } from '../../lib/words/en/snapshot'

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
    get head() {
      return t('new')
    },
    get help() {
      return t('objectsThatWereNot')
    },
    unit: 'count',
    isChange: false,
    value: ({ created }) => created?.count ?? null,
  },
  freed: {
    get head() {
      return t('freed')
    },
    get help() {
      return t('objectsThatAreGone')
    },
    unit: 'count',
    isChange: false,
    value: ({ freed }) => freed?.count ?? null,
  },
  grown: {
    get head() {
      return t('grown')
    },
    get help() {
      return t('howManyMoreThere')
    },
    unit: 'count',
    isChange: true,
    value: (row) => net(row, 'count'),
  },
  grownBytes: {
    get head() {
      return t('grownThemselves')
    },
    get help() {
      return t('howManyBytesMore')
    },
    unit: 'bytes',
    isChange: true,
    value: (row) => net(row, 'shallowBytes'),
  },
  kept: {
    get head() {
      return t('theNewKeep')
    },
    get help() {
      return t('whatWouldBeFreed')
    },
    unit: 'bytes',
    isChange: false,
    value: ({ created }) => created?.retainedBytes ?? null,
  },
  grownRetained: {
    get head() {
      return t('grownKept')
    },
    get help() {
      return t('howManyBytesMoreThey')
    },
    unit: 'bytes',
    isChange: true,
    value: (row) => net(row, 'retainedBytes'),
  },
  count: {
    get head() {
      return t('count')
    },
    get help() {
      return t('howManyThereAre')
    },
    unit: 'count',
    isChange: false,
    value: ({ after }) => after?.count ?? 0,
  },
  shallow: {
    get head() {
      return t('themselves')
    },
    get help() {
      return t('shallowSizeWhatThey')
    },
    unit: 'bytes',
    isChange: false,
    value: ({ after }) => after?.shallowBytes ?? 0,
  },
  retained: {
    get head() {
      return t('theyKeep')
    },
    get help() {
      return t('retainedSizeWhatWould')
    },
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
