/** The columns that the list of all processes can have, in their order; who looks chooses, and the browser keeps the choice. */
import styles from './fleet-table.module.css'
import type { SortKey } from './fleet-view'
import { t } from '../../lib/words/en/fleet'

export const COLUMN_KEYS = ['state', 'uptime', 'memory', 'spark', 'slope', 'left', 'words', 'version', 'host'] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

export interface Column {
  sort: SortKey | null
  label: string
  className: string | undefined
}

/** The name is always there. */
export const NAME_COLUMN: Column = {
  sort: 'name',
  get label() {
    return t('process')
  },
  className: styles.name,
}

export const COLUMNS: Record<ColumnKey, Column> = {
  state: {
    sort: 'state',
    get label() {
      return t('state')
    },
    className: styles.state,
  },
  uptime: {
    sort: 'uptime',
    get label() {
      return t('up')
    },
    className: styles.uptime,
  },
  memory: {
    sort: 'memory',
    get label() {
      return t('memory')
    },
    className: styles.memory,
  },
  spark: {
    sort: null,
    get label() {
      return t('lastMinutes')
    },
    className: styles.spark,
  },
  slope: {
    sort: 'slope',
    get label() {
      return t('slope')
    },
    className: styles.slope,
  },
  left: {
    sort: 'left',
    get label() {
      return t('timeLeft')
    },
    className: styles.left,
  },
  words: {
    sort: 'attention',
    get label() {
      return t('verdictAndFlags')
    },
    className: styles.words,
  },
  version: {
    sort: null,
    get label() {
      return t('version')
    },
    className: styles.short,
  },
  host: {
    sort: null,
    get label() {
      return t('host')
    },
    className: styles.short,
  },
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
