import { memo } from 'react'
import type { Unit } from '../../lib/protocol/vocabulary'
import styles from './chart.module.css'
import { anchorOf, xOf, type Anchor, type Frame } from './frame'
import type { Level } from './model'
import { timeScale } from './scale'
import { tickText, timeText } from './ticks'

interface ValueAxisProps {
  width: number
  height: number
  top: number
  /** From 0 to `top` in so many equal steps. */
  steps: number
  unit: Unit
  isRate: boolean
}

/** The grid and its numbers: they stay while the top does. */
export const ValueAxis = memo(function ValueAxis({ width, height, top, steps, unit, isRate }: ValueAxisProps) {
  return Array.from({ length: steps + 1 }, (_, at) => {
    const y = Math.round(height - (at / steps) * height) + 0.5
    return (
      <g key={at}>
        <line className={styles.grid} x1={0} x2={width} y1={y} y2={y} />
        <text className={styles.tick} x={-8} y={y} dy="0.32em" textAnchor="end">
          {tickText((at / steps) * top, unit, isRate)}
        </text>
      </g>
    )
  })
})

/** Round times under the plot, those that have room for their words. */
export function TimeAxis({ frame }: { frame: Frame }) {
  const { width, height, fromMs, toMs } = frame
  const { stepMs, ticks } = timeScale(fromMs, toMs, width)
  const { anchorMs, pxPerMs, shiftPx } = anchorOf(frame)
  const shown = ticks.filter((atMs) => xOf(frame, atMs) >= EDGE_PX && xOf(frame, atMs) <= width - EDGE_PX)
  const first = shown[0]
  if (first === undefined) return null
  return (
    <g transform={`translate(${shiftPx.toFixed(1)} ${height + 14})`}>
      <TimeTicks firstMs={first} count={shown.length} {...{ stepMs, anchorMs, pxPerMs }} />
    </g>
  )
}

const EDGE_PX = 16

interface TimeTicksProps extends Pick<Anchor, 'anchorMs' | 'pxPerMs'> {
  firstMs: number
  count: number
  stepMs: number
}

const TimeTicks = memo(function TimeTicks({ firstMs, count, stepMs, anchorMs, pxPerMs }: TimeTicksProps) {
  return Array.from({ length: count }, (_, at) => {
    const atMs = firstMs + at * stepMs
    return (
      <text key={atMs} className={styles.tick} x={(atMs - anchorMs) * pxPerMs} y={0} textAnchor="middle">
        {timeText(atMs, stepMs)}
      </text>
    )
  })
})

interface LevelsProps {
  width: number
  height: number
  top: number
  levels: Level[]
  farLevels: Level[]
}

/** Limits and maxima, over the lines: they stay while lines move under them. */
export const Levels = memo(LevelsNow, (before, now) => levelsKey(before) === levelsKey(now))

function levelsKey({ width, height, top, levels, farLevels }: LevelsProps): string {
  const said = [...levels, ...farLevels].map(({ value, label }) => `${value} ${label}`)
  return [width, height, top, levels.length, ...said].join('\n')
}

function LevelsNow({ width, height, top, levels, farLevels }: LevelsProps) {
  return (
    <g>
      {levels.map(({ value, label, isFloor }) => {
        const y = height - (value / top) * height
        return (
          <g key={label}>
            <line className={isFloor ? styles.floor : styles.level} x1={0} x2={width} y1={y} y2={y} />
            <text className={styles.levelText} x={width - 4} y={y < 16 ? y + 13 : y - 5} textAnchor="end">
              {label}
            </text>
          </g>
        )
      })}
      {farLevels.length > 0 && (
        <text className={styles.farText} x={width - 4} y={11} textAnchor="end">
          {farWordsOf(farLevels)}
        </text>
      )}
    </g>
  )
}

function farWordsOf(farLevels: readonly Level[]): string {
  return `↑ ${farLevels.map(({ label }) => label).join(', ')}`
}

/** Major collections, at the foot. */
export function Collections({ frame, marks }: { frame: Frame; marks: readonly number[] }) {
  if (marks.length === 0) return null
  const { anchorMs, pxPerMs, shiftPx } = anchorOf(frame)
  const path = marks.map((atMs) => `M${((atMs - anchorMs) * pxPerMs).toFixed(1)} 0v-7`).join('')
  return (
    <g transform={`translate(${shiftPx.toFixed(1)} ${frame.height})`}>
      <path className={styles.marks} d={path} />
    </g>
  )
}

interface LifeStartProps {
  frame: Frame
  lifeStart: { atMs: number; label: string }
  /** They have the right end of the first line. */
  farLevels: readonly Level[]
}

/** Of a letter in a chart, at most; and what the words of a life's start take. */
const LETTER_PX = 6.5
const LIFE_WORDS_PX = 80

export function LifeStart({ frame, lifeStart, farLevels }: LifeStartProps) {
  const x = xOf(frame, lifeStart.atMs)
  const isLeft = x > frame.width - LIFE_WORDS_PX
  const farWords = farLevels.length > 0 ? farWordsOf(farLevels).length * LETTER_PX : 0
  const isLow = farWords > 0 && x + LIFE_WORDS_PX > frame.width - farWords
  return (
    <g>
      <line className={styles.lifeStart} x1={x} x2={x} y1={0} y2={frame.height} />
      <text
        className={styles.lifeText}
        x={isLeft ? x - 5 : x + 5}
        y={isLow ? 25 : 11}
        textAnchor={isLeft ? 'end' : 'start'}
      >
        {lifeStart.label}
      </text>
    </g>
  )
}
