'use client'

import { useCursorState } from '../../lib/client/react'
import styles from './chart.module.css'
import { xOf, type Frame } from './frame'
import type { ShownGap } from './model'

/** Of a letter in a chart, at most; and what stands beside a word. */
const LETTER_PX = 6.2
const BESIDE_PX = 10
const LINE_PX = 13

/** Where nothing was sampled, with the word that says why, where it has room. */
export function Gaps({ frame, gaps }: { frame: Frame; gaps: readonly ShownGap[] }) {
  const { width, height } = frame
  return gaps.map(({ fromMs, toMs, word }) => {
    const left = Math.max(0, xOf(frame, fromMs))
    const room = Math.max(0, Math.min(width, xOf(frame, toMs)) - left)
    const wordPx = word.length * LETTER_PX + BESIDE_PX
    const isUpright = room < wordPx && room > LINE_PX && height > wordPx
    const [x, y] = [left + room / 2, height / 2]
    return (
      <g key={fromMs}>
        <rect className={styles.gap} x={left} y={0} width={room} height={height} />
        {(room >= wordPx || isUpright) && (
          <text
            className={styles.tick}
            x={x}
            y={y}
            dy="0.32em"
            textAnchor="middle"
            transform={isUpright ? `rotate(-90 ${x} ${y})` : undefined}
          >
            {word}
          </text>
        )}
      </g>
    )
  })
}

/** The whole reason of the gap that is pointed at; over the picture, so that nothing moves for it. */
export function GapNote({ frame, gaps }: { frame: Frame; gaps: readonly ShownGap[] }) {
  const atMs = useCursorState((cursor) => cursor.atMs)
  const pointed = atMs === null ? undefined : gaps.find(({ fromMs, toMs }) => atMs > fromMs && atMs < toMs)
  if (!pointed || atMs === null) return null
  const isRight = xOf(frame, atMs) > frame.width / 2
  return <p className={`${styles.gapNote} ${isRight ? styles.gapNoteLeft : styles.gapNoteRight}`}>{pointed.reason}</p>
}
