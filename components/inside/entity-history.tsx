'use client'

import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatClock } from '../../lib/format/clock'
import { processName } from '../../lib/format/headline'
import { formatValue } from '../../lib/format/rates'
import type { EntityHistory as History } from '../../lib/protocol/entities'
import type { Unit } from '../../lib/protocol/vocabulary'
import { ToldChart } from '../chart/told-chart'
import { Unanswered } from '../shell/unanswered'
import { entityAddress } from './inside-address'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

const WIDTH = 640
const HEIGHT = 72

interface EntityHistoryProps {
  process: string
  group: string
  entity: string
  /** What it is called. */
  label: string
  revision: number
}

/** How one of them grew: by bytes where those are known, else by count. */
export function EntityHistory({ process, group, entity, label, revision }: EntityHistoryProps) {
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).entityHistory(process, group, entity, signal),
    [process, group, entity],
  )
  const linkOf = useCallback(
    () => `${window.location.origin}${entityAddress(process, { group, id: entity })}`,
    [process, group, entity],
  )
  const name = useClientState(({ watched }) => (watched?.detail ? processName(watched.detail) : process))
  const asked = useAsked(load, { revision })
  const { value } = asked
  if (value === null) return <Unanswered asked={asked} />
  const { rows, unit } = rowsOf(value)
  const [first, last] = [rows.at(0), rows.at(-1)]
  if (!first || !last) return <p>{t('neitherItsBytesNor')}</p>
  const tell = ({ t: atMs, size }: Row) => t('at2', { size: formatValue(size, unit), atMs: formatClock(atMs) })
  return (
    <div data-history={entity}>
      <ToldChart
        title={label}
        level={5}
        of={`${name} ${group}`}
        linkOf={linkOf}
        className={styles.history}
        rows={rows}
        lines={[{ id: 'size', name: label, ...LOOK }]}
        unit={unit}
        align="clock"
      >
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path d={pathOf(rows)} />
        </svg>
        <figcaption>
          {tell(first)}
          {last !== first && ` → ${tell(last)}`}
          <span className={styles.note}> {t('from0SampledTimes', { length: rows.length })}</span>
        </figcaption>
      </ToldChart>
    </div>
  )
}

/** Of its line on paper; on screen it is of the same colour. */
const LOOK = { color: 'series-1', dash: null, isGhost: false }

type Row = { t: number; size: number }

function rowsOf({ atMs, bytes, count }: History): { rows: Row[]; unit: Unit } {
  const hasBytes = bytes.some((one) => one !== null)
  const values = hasBytes ? bytes : count
  const rows = atMs.flatMap((at, row) => {
    const size = values[row] ?? null
    return size === null ? [] : [{ t: at, size }]
  })
  return { rows, unit: hasBytes ? 'bytes' : 'count' }
}

function pathOf(rows: readonly Row[]): string {
  const fromMs = rows[0]?.t ?? 0
  const spanMs = Math.max(1, (rows.at(-1)?.t ?? 0) - fromMs)
  const top = Math.max(1, ...rows.map(({ size }) => size)) * 1.05
  const at = ({ t: atMs, size }: Row) =>
    `${(((atMs - fromMs) / spanMs) * WIDTH).toFixed(1)} ${(HEIGHT - (size / top) * HEIGHT).toFixed(1)}`
  return rows.length === 1 ? `M${at(rows[0] as Row)}h4` : `M${rows.map(at).join('L')}`
}
