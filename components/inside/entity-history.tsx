'use client'

import { useCallback } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useAsked } from '../../lib/client/use-asked'
import { formatClock } from '../../lib/format/clock'
import { formatValue } from '../../lib/format/rates'
import type { EntityHistory as History } from '../../lib/protocol/entities'
import { Unanswered } from '../shell/unanswered'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

const WIDTH = 640
const HEIGHT = 72

interface EntityHistoryProps {
  process: string
  group: string
  entity: string
  revision: number
}

/** How one of them grew: by bytes where those are known, else by count. */
export function EntityHistory({ process, group, entity, revision }: EntityHistoryProps) {
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => insideApi(ask).entityHistory(process, group, entity, signal),
    [process, group, entity],
  )
  const asked = useAsked(load, { revision })
  const { value } = asked
  if (value === null) return <Unanswered asked={asked} />
  const points = pointsOf(value)
  const [first, last] = [points.at(0), points.at(-1)]
  if (!first || !last) return <p>{t('neitherItsBytesNor')}</p>
  const unit = value.bytes.some((one) => one !== null) ? 'bytes' : 'count'
  const tell = ({ atMs, value: size }: Point) => t('at2', { size: formatValue(size, unit), atMs: formatClock(atMs) })
  return (
    <figure className={styles.history} data-history={entity}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={pathOf(points)} />
      </svg>
      <figcaption>
        {tell(first)}
        {last !== first && ` → ${tell(last)}`}
        <span className={styles.note}> {t('from0SampledTimes', { length: points.length })}</span>
      </figcaption>
    </figure>
  )
}

interface Point {
  atMs: number
  value: number
}

function pointsOf({ atMs, bytes, count }: History): Point[] {
  const values = bytes.some((one) => one !== null) ? bytes : count
  return atMs.flatMap((at, row) => {
    const value = values[row] ?? null
    return value === null ? [] : [{ atMs: at, value }]
  })
}

function pathOf(points: readonly Point[]): string {
  const fromMs = points[0]?.atMs ?? 0
  const spanMs = Math.max(1, (points.at(-1)?.atMs ?? 0) - fromMs)
  const top = Math.max(1, ...points.map(({ value }) => value)) * 1.05
  const at = ({ atMs, value }: Point) =>
    `${(((atMs - fromMs) / spanMs) * WIDTH).toFixed(1)} ${(HEIGHT - (value / top) * HEIGHT).toFixed(1)}`
  return points.length === 1 ? `M${at(points[0] as Point)}h4` : `M${points.map(at).join('L')}`
}
