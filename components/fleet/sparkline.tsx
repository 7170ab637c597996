import { memo } from 'react'
import styles from './sparkline.module.css'
import { t } from '../../lib/words/en/fleet'

const WIDTH = 132
const HEIGHT = 30
/** A quieter line than this share of its height is drawn flat: noise is not a trend. */
const LEAST_SPAN = 0.04

interface SparklineProps {
  values: readonly (number | null)[]
  limit: number | null
}

/** The last minutes of one number as one path; `null` is a gap. Its words stand beside it in the row. */
export const Sparkline = memo(function Sparkline({ values, limit }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return <span className={styles.none}>{t('noSamples')}</span>
  const high = Math.max(...known)
  const low = Math.min(...known)
  const span = Math.max(high - low, high * LEAST_SPAN, 1)
  const floor = Math.max(0, (high + low) / 2 - span * 0.62)
  const isNear = limit !== null && limit < floor + span * 2.4
  const top = isNear ? Math.max(limit, floor + span * 1.24) * 1.01 : floor + span * 1.24
  const y = (value: number) => HEIGHT - 1 - ((value - floor) / (top - floor)) * (HEIGHT - 2)
  const x = (at: number) => (at / Math.max(1, values.length - 1)) * (WIDTH - 3)
  const points = values.map((value, at) => (value === null ? null : { x: x(at), y: y(value) }))
  const last = points.findLast((point) => point !== null)
  return (
    <svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {isNear && <path className={styles.limit} d={`M0 ${y(limit).toFixed(1)}H${WIDTH}`} />}
      <path className={styles.line} d={pathOf(points)} />
      {last && <circle className={styles.dot} cx={last.x} cy={last.y} r="2" />}
    </svg>
  )
})

interface Point {
  x: number
  y: number
}

function pathOf(points: readonly (Point | null)[]): string {
  let path = ''
  let isDown = false
  for (const point of points) {
    if (point) path += `${isDown ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`
    isDown = point !== null
  }
  return path
}
