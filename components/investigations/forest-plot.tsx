'use client'

import { forestScale, type ForestScale } from '../../lib/format/forest-scale'
import { axisSlopeText, slopeText } from '../../lib/format/investigation-words'
import type { RunAnswer } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import { RunMark } from './age-chart'
import styles from './investigations.module.css'
import { runLook } from './run-look'
import { t } from '../../lib/words/en/investigations'

/**
 * The slope of each run with its interval, beside a line at none: what does not touch the line grows, or shrinks. Places are shares
 * of the width, so that the page that is saved of it can be read at any.
 */
export function ForestPlot({ runs, unit }: { runs: readonly RunAnswer[]; unit: Unit | null }) {
  const known = runs.flatMap(({ slopeCi90 }) => (slopeCi90 ? [slopeCi90] : []))
  const scale = unit === null ? null : forestScale(known, unit)
  if (unit === null || scale === null) return null
  return (
    <section className={styles.section} aria-labelledby="slopes-title">
      <h2 id="slopes-title">{t('slopesWithTheir90')}</h2>
      <div className={styles.forest} role="img" aria-label={sentenceOf(runs, unit)}>
        {runs.map((run, at) => (
          <div key={run.id} className={styles.forestRow} data-slope-of={run.label}>
            <span className={styles.forestName}>
              <RunMark at={at} />
              <span>{run.label}</span>
            </span>
            <span className={styles.forestStrip}>
              <Strip {...{ run, at, scale }} />
            </span>
          </div>
        ))}
        <div className={styles.forestRow}>
          <span />
          <span className={styles.forestStrip}>
            <Axis {...{ scale, unit }} />
          </span>
        </div>
      </div>
    </section>
  )
}

function placeOf(value: number, scale: ForestScale): string {
  return `${(100 * scale.shareOf(value)).toFixed(2)}%`
}

function Axis({ unit, scale }: { unit: Unit; scale: ForestScale }) {
  const none = scale.ticks.indexOf(0)
  return (
    <svg aria-hidden="true">
      {scale.ticks.map((tick, at) => (
        <text
          key={tick}
          x={placeOf(tick, scale)}
          y={16}
          textAnchor="middle"
          className={`${styles.tick} ${(at - none) % 2 === 0 ? '' : styles.forestBetween}`}
        >
          {axisSlopeText(tick, scale.largest, unit)}
        </text>
      ))}
    </svg>
  )
}

interface StripProps {
  run: RunAnswer
  at: number
  scale: ForestScale
}

/** As high as the name beside it, which may take more than one line. */
function Strip({ run, at, scale }: StripProps) {
  return (
    <svg aria-hidden="true">
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          x1={placeOf(tick, scale)}
          x2={placeOf(tick, scale)}
          y1="0"
          y2="100%"
          className={tick === 0 ? styles.forestNone : styles.forestGrid}
        />
      ))}
      {/* A picture within the picture, which reaches out of its place on both sides. */}
      <svg y="50%" overflow="visible">
        <Interval {...{ run, at, scale }} />
      </svg>
    </svg>
  )
}

function Interval({ run: { slopePerHour, slopeCi90, isConclusive }, at, scale }: StripProps) {
  const color = `var(--${runLook(at).color})`
  if (slopeCi90 === null || slopePerHour === null)
    return (
      <text x={placeOf(0, scale)} dx={8} dy="0.32em" className={styles.tick}>
        {t('notKnownYet')}
      </text>
    )
  const [low, high] = slopeCi90.map((end) => placeOf(end, scale)) as [string, string]
  return (
    <g stroke={color} strokeWidth={2}>
      <line x1={low} x2={high} {...(isConclusive ? {} : { strokeDasharray: '4 3' })} />
      <line x1={low} x2={low} y1={-5} y2={5} />
      <line x1={high} x2={high} y1={-5} y2={5} />
      <svg x={placeOf(slopePerHour, scale)} overflow="visible">
        <rect x={-4.5} y={-4.5} width={9} height={9} fill={isConclusive ? color : 'var(--surface)'} />
      </svg>
    </g>
  )
}

function sentenceOf(runs: readonly RunAnswer[], unit: Unit): string {
  const each = runs.map(({ label, slopePerHour, slopeCi90 }) => {
    const { slope, interval } = slopeText(slopePerHour, slopeCi90, unit)
    return interval === null ? `${label}: ${slope}` : `${label}: ${slope}, ${interval}`
  })
  return t('slopesAnHourWith', { join: each.join('; ') })
}
