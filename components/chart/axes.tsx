import { memo } from 'react'
import { formatClock, formatClockMinutes, formatDay } from '../../lib/format/clock'
import { formatPerSecond, formatValue } from '../../lib/format/rates'
import type { Unit } from '../../lib/protocol/vocabulary'
import styles from './chart.module.css'
import { xOf, type Frame } from './frame'
import type { ChartModel, Level, Stretch } from './model'
import { timeScale } from './scale'

interface AxesProps {
  frame: Frame
  ticks: number[]
  unit: Unit
  isRate: boolean
  gaps: Stretch[]
}

/** What lies under the lines: gaps, the grid, and its numbers. */
export const Axes = memo(function Axes({ frame, ticks, unit, isRate, gaps }: AxesProps) {
  const { width, height, fromMs, toMs, top } = frame
  const times = timeScale(fromMs, toMs, width)
  return (
    <g>
      {gaps.map((gap) => (
        <rect
          key={gap.fromMs}
          className={styles.gap}
          x={Math.max(0, xOf(frame, gap.fromMs))}
          y={0}
          width={Math.max(0, Math.min(width, xOf(frame, gap.toMs)) - Math.max(0, xOf(frame, gap.fromMs)))}
          height={height}
        />
      ))}
      {ticks.map((value) => {
        const y = Math.round(height - (value / top) * height) + 0.5
        return (
          <g key={value}>
            <line className={styles.grid} x1={0} x2={width} y1={y} y2={y} />
            <text className={styles.tick} x={-8} y={y} dy="0.32em" textAnchor="end">
              {tickText(value, unit, isRate)}
            </text>
          </g>
        )
      })}
      {times.ticks.map((atMs) => {
        const x = xOf(frame, atMs)
        if (x < 16 || x > width - 16) return null
        return (
          <text key={atMs} className={styles.tick} x={x} y={height + 14} textAnchor="middle">
            {timeText(atMs, times.stepMs)}
          </text>
        )
      })}
    </g>
  )
})

/** A tick is round, so decimals that are all 0 say nothing. */
function tickText(value: number, unit: Unit, isRate: boolean): string {
  const text = isRate ? formatPerSecond(value, unit) : formatValue(value, unit)
  return value === 0 ? '0' : text.replace(/\.0+(?= |$)/u, '').replace(/(\.\d*?[1-9])0+(?= |$)/u, '$1')
}

function timeText(atMs: number, stepMs: number): string {
  if (stepMs < 60_000) return formatClock(atMs)
  const minutes = formatClockMinutes(atMs)
  return minutes === '00:00' ? formatDay(atMs) : minutes
}

interface LevelsProps {
  frame: Frame
  levels: Level[]
  farLevels: Level[]
  marks: number[]
  lifeStart: ChartModel['lifeStart']
}

/** What lies over the lines: limits and maxima, and collections at the foot. */
export const Levels = memo(function Levels({ frame, levels, farLevels, marks, lifeStart }: LevelsProps) {
  const { width, height, top } = frame
  return (
    <g>
      {levels.map(({ value, label }) => {
        const y = height - (value / top) * height
        return (
          <g key={label}>
            <line className={styles.level} x1={0} x2={width} y1={y} y2={y} />
            <text className={styles.levelText} x={width - 4} y={y < 16 ? y + 13 : y - 5} textAnchor="end">
              {label}
            </text>
          </g>
        )
      })}
      {farLevels.length > 0 && (
        <text className={styles.farText} x={width - 4} y={11} textAnchor="end">
          ↑ {farLevels.map(({ label }) => label).join(', ')}
        </text>
      )}
      {lifeStart && <LifeStart frame={frame} lifeStart={lifeStart} isLow={farLevels.length > 0} />}
      <path className={styles.marks} d={marks.map((atMs) => `M${xOf(frame, atMs).toFixed(1)} ${height}v-7`).join('')} />
    </g>
  )
})

interface LifeStartProps {
  frame: Frame
  lifeStart: { atMs: number; label: string }
  /** The first line is taken. */
  isLow: boolean
}

function LifeStart({ frame, lifeStart, isLow }: LifeStartProps) {
  const x = xOf(frame, lifeStart.atMs)
  const isLeft = x > frame.width - 80
  return (
    <g>
      <line className={styles.lifeStart} x1={x} x2={x} y1={0} y2={frame.height} />
      <text
        className={styles.tick}
        x={isLeft ? x - 5 : x + 5}
        y={isLow ? 25 : 11}
        textAnchor={isLeft ? 'end' : 'start'}
      >
        {lifeStart.label}
      </text>
    </g>
  )
}
