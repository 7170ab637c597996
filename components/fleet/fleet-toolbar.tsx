'use client'

import { formatCount } from '../../lib/format/counts'
import { FLAG } from '../../lib/format/words'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import controls from '../shell/controls.module.css'
import { ToneMark } from '../words/tone-mark'
import styles from './fleet-page.module.css'
import type { FleetView } from './fleet-view'

interface FleetToolbarProps {
  view: FleetView
  total: number
  flags: { flag: FlagWord; count: number }[]
  onChange: (change: Partial<FleetView>) => void
}

/** Search, filter by flag, group: all of it in the address. */
export function FleetToolbar({ view, total, flags, onChange }: FleetToolbarProps) {
  const shown =
    view.flag === null || flags.some(({ flag }) => flag === view.flag)
      ? flags
      : [...flags, { flag: view.flag, count: 0 }]
  return (
    <div className={styles.toolbar} role="search" aria-label="Processes">
      <input
        type="search"
        className={`${controls.field} ${styles.search}`}
        aria-label="Search processes"
        placeholder="Search by name, host, label"
        value={view.query}
        onChange={(event) => onChange({ query: event.target.value })}
      />
      <div className={controls.group} role="group" aria-label="Filter by flag">
        <button
          type="button"
          className={controls.button}
          aria-pressed={view.flag === null}
          onClick={() => onChange({ flag: null })}
        >
          All {formatCount(total)}
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
      <button
        type="button"
        className={`${controls.button} ${styles.grouping}`}
        aria-pressed={view.isGrouped}
        onClick={() => onChange({ isGrouped: !view.isGrouped })}
      >
        By service
      </button>
    </div>
  )
}
