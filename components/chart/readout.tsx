'use client'

import { useCursorState } from '../../lib/client/react'
import styles from './chart.module.css'
import type { ChartModel, Entry } from './model'

/** Legend and readout in one: each line's value at the time that is pointed at, or its newest. */
export function Readout({ model }: { model: ChartModel }) {
  const atMs = useCursorState((cursor) => cursor.atMs)
  const isInside = atMs !== null && atMs >= model.fromMs && atMs <= model.toMs
  const row = isInside ? model.nearest(atMs) : model.endRow > model.firstRow ? model.endRow - 1 : -1
  return (
    <dl className={styles.readout}>
      {model.entries.map((entry) => {
        const text = entry.textAt(row)
        return text === null ? null : (
          <div key={entry.key}>
            <dt>
              <Swatch entry={entry} />
              {entry.label}
            </dt>
            <dd>{text}</dd>
          </div>
        )
      })}
      {model.notes.map((note) => (
        <div key={note} className={styles.note}>
          <dt>{note}</dt>
        </div>
      ))}
    </dl>
  )
}

function Swatch({ entry }: { entry: Entry }) {
  if (!entry.color) return null
  const color = `var(--${entry.color})`
  return (
    <svg className={styles.swatch} viewBox="0 0 14 10" aria-hidden="true">
      {entry.isBand ? (
        <rect className={styles.swatchBand} x="1" y="0.5" width="12" height="9" rx="2" style={{ fill: color }} />
      ) : (
        <path
          d="M0 5h14"
          style={{ stroke: color }}
          strokeWidth="2.5"
          strokeDasharray={entry.dash ? '4 2' : undefined}
        />
      )}
    </svg>
  )
}
