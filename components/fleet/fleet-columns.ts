/** The columns that the list of all processes can have, in their order; who looks chooses, and the browser keeps the choice. */
import styles from './fleet-table.module.css'
import type { SortKey } from './fleet-view'

export const COLUMN_KEYS = ['state', 'uptime', 'memory', 'spark', 'slope', 'left', 'words', 'version', 'host'] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

export interface Column {
  sort: SortKey | null
  label: string
  className: string | undefined
}

/** The name is always there. */
export const NAME_COLUMN: Column = { sort: 'name', label: 'Process', className: styles.name }

export const COLUMNS: Record<ColumnKey, Column> = {
  state: { sort: 'state', label: 'State', className: styles.state },
  uptime: { sort: 'uptime', label: 'Up', className: styles.uptime },
  memory: { sort: 'memory', label: 'Memory', className: styles.memory },
  spark: { sort: null, label: 'Last minutes', className: styles.spark },
  slope: { sort: 'slope', label: 'Slope', className: styles.slope },
  left: { sort: 'left', label: 'Time left', className: styles.left },
  words: { sort: 'attention', label: 'Verdict and flags', className: styles.words },
  version: { sort: null, label: 'Version', className: styles.short },
  host: { sort: null, label: 'Host', className: styles.short },
}

const USUAL: readonly ColumnKey[] = ['state', 'uptime', 'memory', 'spark', 'slope', 'words']

/** Reads what the browser kept; nothing, or nothing that makes sense, is the usual columns. */
export function columnsFrom(kept: string): readonly ColumnKey[] {
  const words = new Set(kept.split(' '))
  const found = COLUMN_KEYS.filter((key) => words.has(key))
  return found.length > 0 ? found : USUAL
}

/** With one more or one less; never none, for a list of names alone is a list of nothing. */
export function withColumn(columns: readonly ColumnKey[], key: ColumnKey, isShown: boolean): string {
  return COLUMN_KEYS.filter((one) => (one === key ? isShown : columns.includes(one))).join(' ')
}
