'use client'

import { forestScale, type ForestScale } from '../../lib/format/forest-scale'
import { axisSlopeText, slopeText } from '../../lib/format/investigation-words'
import type { RunAnswer } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import { useBox } from '../chart/use-box'
import { RunMark } from './age-chart'
import styles from './investigations.module.css'
import { runLook } from './run-look'

const ROW = 30
const AXIS = 26
const PAD = 34
/** So much room has the number of a tick. */
const LABEL = 84

/** The slope of each run with its interval, beside a line at none: what does not touch the line grows, or shrinks. */
export function ForestPlot({ runs, unit }: { runs: readonly RunAnswer[]; unit: Unit | null }) {
  const { ref, width } = useBox<HTMLDivElement>()
  const scale =
    unit === null
      ? null
      : forestScale(
          runs.flatMap(({ slopeCi90 }) => (slopeCi90 ? [slopeCi90] : [])),
          unit,
        )
  if (unit === null || scale === null) return null
  return (
    <section className={styles.section} aria-labelledby="slopes-title">
      <h2 id="slopes-title">Slopes, with their 90 % intervals</h2>
      <div className={styles.forest}>
        <ul className={styles.forestNames} style={{ gridAutoRows: ROW }} aria-hidden="true">
          {runs.map(({ id, label }, at) => (
            <li key={id} title={label}>
              <RunMark at={at} />
              <span>{label}</span>
            </li>
          ))}
        </ul>
        <div ref={ref} role="img" aria-label={sentenceOf(runs, unit)} style={{ minHeight: runs.length * ROW + AXIS }}>
          {width > 0 && <Picture runs={runs} unit={unit} scale={scale} width={width} />}
        </div>
      </div>
    </section>
  )
}

interface PictureProps {
  runs: readonly RunAnswer[]
  unit: Unit
  scale: ForestScale
  width: number
}

function Picture({ runs, unit, scale, width }: PictureProps) {
  const height = runs.length * ROW
  const x = (value: number) => PAD + scale.shareOf(value) * Math.max(1, width - 2 * PAD)
  const none = scale.ticks.indexOf(0)
  const every = Math.max(1, Math.ceil((scale.ticks.length * LABEL) / Math.max(1, width - 2 * PAD)))
  return (
    <svg width={width} height={height + AXIS} aria-hidden="true">
      {scale.ticks.map((tick, at) => (
        <g key={tick}>
          <line
            x1={x(tick)}
            x2={x(tick)}
            y1={0}
            y2={height}
            className={tick === 0 ? styles.forestNone : styles.forestGrid}
          />
          {(at - none) % every === 0 && (
            <text x={x(tick)} y={height + 18} textAnchor="middle" className={styles.tick}>
              {axisSlopeText(tick, scale.largest, unit)}
            </text>
          )}
        </g>
      ))}
      {runs.map((run, at) => (
        <Row key={run.id} run={run} at={at} x={x} />
      ))}
    </svg>
  )
}

function Row({
  run: { slopePerHour, slopeCi90, isConclusive },
  at,
  x,
}: {
  run: RunAnswer
  at: number
  x: (value: number) => number
}) {
  const y = at * ROW + ROW / 2
  const color = `var(--${runLook(at).color})`
  if (slopeCi90 === null || slopePerHour === null)
    return (
      <text x={x(0) + 8} y={y} dy="0.32em" className={styles.tick}>
        not known yet
      </text>
    )
  const [low, high] = slopeCi90
  return (
    <g stroke={color} strokeWidth={2}>
      <line x1={x(low)} x2={x(high)} y1={y} y2={y} {...(isConclusive ? {} : { strokeDasharray: '4 3' })} />
      <line x1={x(low)} x2={x(low)} y1={y - 5} y2={y + 5} />
      <line x1={x(high)} x2={x(high)} y1={y - 5} y2={y + 5} />
      <rect x={x(slopePerHour) - 4.5} y={y - 4.5} width={9} height={9} fill={isConclusive ? color : 'var(--surface)'} />
    </g>
  )
}

function sentenceOf(runs: readonly RunAnswer[], unit: Unit): string {
  const each = runs.map(({ label, slopePerHour, slopeCi90 }) => {
    const { slope, interval } = slopeText(slopePerHour, slopeCi90, unit)
    return interval === null ? `${label}: ${slope}` : `${label}: ${slope}, ${interval}`
  })
  return `Slopes an hour with their 90 % intervals. ${each.join('; ')}.`
}
