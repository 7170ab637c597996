'use client'

import { memo } from 'react'
import { formatCount } from '../../lib/format/counts'
import { FLAG } from '../../lib/format/words'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { useTyped } from '../forms/use-typed'
import controls from '../shell/controls.module.css'
import { ToneMark } from '../words/tone-mark'
import styles from './fleet-page.module.css'
import { COLUMN_KEYS, COLUMNS, withColumn, type ColumnKey } from './fleet-columns'
import { groupings, type FleetView, type GroupBy } from './fleet-view'
import { t } from '../../lib/words/en/fleet'

interface FleetToolbarProps {
  view: FleetView
  rows: readonly FleetRow[]
  flags: { flag: FlagWord; count: number }[]
  columns: readonly ColumnKey[]
  onChange: (change: Partial<FleetView>) => void
  onColumns: (kept: string) => void
}

/** Search, filter by flag, group: all of it in the address. Columns are the browser's own. */
export const FleetToolbar = memo(function FleetToolbar({
  view,
  rows,
  flags,
  columns,
  onChange,
  onColumns,
}: FleetToolbarProps) {
  const shown =
    view.flag === null || flags.some(({ flag }) => flag === view.flag)
      ? flags
      : [...flags, { flag: view.flag, count: 0 }]
  const search = useTyped(view.query, (query) => onChange({ query }))
  return (
    <div className={styles.toolbar} role="search" aria-label={t('processes')}>
      <input
        type="search"
        className={`${controls.field} ${styles.search}`}
        aria-label={t('searchProcesses')}
        placeholder={t('searchByNameHost')}
        {...search}
      />
      <div className={controls.group} role="group" aria-label={t('filterByFlag')}>
        <button
          type="button"
          className={controls.button}
          aria-pressed={view.flag === null}
          onClick={() => onChange({ flag: null })}
        >
          {t('all', { length: formatCount(rows.length) })}
        </button>
        {shown.map(({ flag, count }) => (
          <button
            key={flag}
            type="button"
            className={controls.button}
            aria-pressed={view.flag === flag}
            onClick={() => onChange({ flag: view.flag === flag ? null : flag })}
          >
            <ToneMark tone={FLAG[flag].tone} />
            {FLAG[flag].word} {count}
          </button>
        ))}
      </div>
      <div className={styles.arranging}>
        <label className={styles.grouping}>
          {t('groupBy')}
          <select
            className={controls.field}
            value={view.groupBy}
            onChange={(event) => onChange({ groupBy: event.target.value as GroupBy })}
          >
            {groupings(rows, view.groupBy).map((group) => (
              <option key={group} value={group}>
                {group === 'none' ? t('nothing') : group.replace(/^label:/u, 'label ')}
              </option>
            ))}
          </select>
        </label>
        <Columns columns={columns} onColumns={onColumns} />
      </div>
    </div>
  )
})

function Columns({ columns, onColumns }: Pick<FleetToolbarProps, 'columns' | 'onColumns'>) {
  return (
    <details className={styles.columns}>
      <summary className={controls.button}>{t('columns')}</summary>
      <fieldset className={styles.columnList}>
        <legend className="visually-hidden">{t('columnsOfTheList')}</legend>
        {COLUMN_KEYS.map((key) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={columns.includes(key)}
              disabled={columns.length === 1 && columns.includes(key)}
              onChange={(event) => onColumns(withColumn(columns, key, event.target.checked))}
            />
            {COLUMNS[key].label}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
