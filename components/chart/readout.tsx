'use client'

import { memo } from 'react'
import { useCursorState } from '../../lib/client/react'
import { useSteadyValue } from '../words/use-steady-value'
import styles from './chart.module.css'
import type { ChartModel, Entry } from './model'

/** Legend and readout in one: each line's value at the time that is pointed at, or its newest. */
export function Readout({ model }: { model: ChartModel }) {
  const atMs = useCursorState((cursor) => cursor.atMs)
  const isInside = atMs !== null && atMs >= model.fromMs && atMs <= model.toMs
  const row = isInside ? model.nearest(atMs) : model.endRow > model.firstRow ? model.endRow - 1 : -1
  return (
    <dl className={styles.readout}>
      {model.entries.map((entry) => (
        <Reading key={entry.key} entry={entry} row={row} isBytes={model.unit === 'bytes' && !model.isRate} />
      ))}
      {model.notes.map((note) => (
        <div key={note} className={styles.note}>
          <dt>{note}</dt>
        </div>
      ))}
    </dl>
  )
}

interface ReadingProps {
  entry: Entry
  row: number
  isBytes: boolean
}

function Reading({ entry, row, isBytes }: ReadingProps) {
  const text = entry.textAt(row)
  const value = text === null || !isBytes ? null : entry.valueAt(row)
  const steady = useSteadyValue(value, 'bytes')
  return (
    text !== null && (
      <div>
        <Term label={entry.label} color={entry.color ?? null} isBand={!!entry.isBand} isDashed={!!entry.dash} />
        <dd>{value === null ? text : steady}</dd>
      </div>
    )
  )
}

interface SwatchProps {
  color: string
  isBand: boolean
  isDashed: boolean
}

interface TermProps extends Omit<SwatchProps, 'color'> {
  label: string
  color: string | null
}

/** Of a line that stays, whatever its numbers are. */
const Term = memo(function Term({ label, color, isBand, isDashed }: TermProps) {
  return (
    <dt>
      {color !== null && <Swatch {...{ color, isBand, isDashed }} />}
      {label}
    </dt>
  )
})

function Swatch({ color, isBand, isDashed }: SwatchProps) {
  const paint = `var(--${color})`
  return (
    <svg className={styles.swatch} viewBox="0 0 14 10" aria-hidden="true">
      {isBand ? (
        <rect className={styles.swatchBand} x="1" y="0.5" width="12" height="9" rx="2" style={{ fill: paint }} />
      ) : (
        <path d="M0 5h14" style={{ stroke: paint }} strokeWidth="2.5" strokeDasharray={isDashed ? '4 2' : undefined} />
      )}
    </svg>
  )
}
