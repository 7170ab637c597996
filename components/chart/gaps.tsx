'use client'

import { useCursorState } from '../../lib/client/react'
import styles from './chart.module.css'
import { xOf, type Frame } from './frame'
import { gapPlace } from './gap-places'
import type { ShownGap } from './model'

/** Where nothing was sampled, with the word that says why, where it has room. */
export function Gaps({ frame, gaps }: { frame: Frame; gaps: readonly ShownGap[] }) {
  return gaps.map((gap) => {
    const { left, width, word } = gapPlace(frame, gap)
    return (
      <g key={gap.fromMs}>
        <rect className={styles.gap} x={left} y={0} width={width} height={frame.height} />
        {word && (
          <text
            className={styles.tick}
            x={word.x}
            y={word.y}
            dy="0.32em"
            textAnchor="middle"
            transform={word.isUpright ? `rotate(-90 ${word.x} ${word.y})` : undefined}
          >
            {gap.word}
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
