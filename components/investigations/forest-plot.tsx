'use client'

import { forestScale, type ForestScale } from '../../lib/format/forest-scale'
import { axisSlopeText, slopeText } from '../../lib/format/investigation-words'
import type { RunAnswer } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import { useBox } from '../chart/use-box'
import { RunMark } from './age-chart'
import styles from './investigations.module.css'
import { runLook } from './run-look'

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
      <div className={styles.forest} role="img" aria-label={sentenceOf(runs, unit)}>
        {runs.map((run, at) => (
          <div key={run.id} className={styles.forestRow} data-slope-of={run.label}>
            <span className={styles.forestName}>
              <RunMark at={at} />
              <span>{run.label}</span>
            </span>
            <span className={styles.forestStrip}>
              <Strip {...{ run, at, scale, width }} />
            </span>
          </div>
        ))}
        <div className={styles.forestRow}>
          <span />
          <div ref={ref} style={{ minHeight: AXIS }}>
            {width > 0 && <Axis {...{ scale, unit, width }} />}
          </div>
        </div>
      </div>
    </section>
  )
}

interface PictureProps {
  scale: ForestScale
  /** In pixels. */
  width: number
}

function placeOf(value: number, { scale, width }: PictureProps): number {
  return PAD + scale.shareOf(value) * Math.max(1, width - 2 * PAD)
}

function Axis({ unit, ...picture }: PictureProps & { unit: Unit }) {
  const { scale, width } = picture
  const none = scale.ticks.indexOf(0)
  const every = Math.max(1, Math.ceil((scale.ticks.length * LABEL) / Math.max(1, width - 2 * PAD)))
  return (
    <svg width={width} height={AXIS} aria-hidden="true">
      {scale.ticks
        .filter((_, at) => (at - none) % every === 0)
        .map((tick) => (
          <text key={tick} x={placeOf(tick, picture)} y={18} textAnchor="middle" className={styles.tick}>
            {axisSlopeText(tick, scale.largest, unit)}
          </text>
        ))}
    </svg>
  )
}

/** As high as the name beside it, which may take more than one line. */
function Strip({ run, at, ...picture }: PictureProps & { run: RunAnswer; at: number }) {
  const { scale, width } = picture
  return (
    <svg width={width} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          x1={placeOf(tick, picture)}
          x2={placeOf(tick, picture)}
          y1="0"
          y2="100%"
          className={tick === 0 ? styles.forestNone : styles.forestGrid}
        />
      ))}
      {/* A nested picture, which may reach out of its middle. */}
      <svg y="50%" overflow="visible">
        <Interval {...{ run, at, ...picture }} />
      </svg>
    </svg>
  )
}

function Interval({ run, at, ...picture }: PictureProps & { run: RunAnswer; at: number }) {
  const { slopePerHour, slopeCi90, isConclusive } = run
  const color = `var(--${runLook(at).color})`
  if (slopeCi90 === null || slopePerHour === null)
    return (
      <text x={placeOf(0, picture) + 8} dy="0.32em" className={styles.tick}>
        not known yet
      </text>
    )
  const [low, high] = slopeCi90.map((end) => placeOf(end, picture)) as [number, number]
  return (
    <g stroke={color} strokeWidth={2}>
      <line x1={low} x2={high} {...(isConclusive ? {} : { strokeDasharray: '4 3' })} />
      <line x1={low} x2={low} y1={-5} y2={5} />
      <line x1={high} x2={high} y1={-5} y2={5} />
      <rect
        x={placeOf(slopePerHour, picture) - 4.5}
        y={-4.5}
        width={9}
        height={9}
        fill={isConclusive ? color : 'var(--surface)'}
      />
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
