'use client'

import { useCursorState } from '../../lib/client/react'
import { formatClock } from '../../lib/format/clock'
import styles from './chart.module.css'
import { xOf, type Frame } from './frame'

const LABEL_WIDTH = 62

/** The time that is pointed at, on every chart at once, and the stretch that is being dragged. */
export function Crosshair({ frame }: { frame: Frame }) {
  const { atMs, drag } = useCursorState((cursor) => cursor)
  return (
    <g aria-hidden="true">
      {drag && <DragBox frame={frame} fromMs={drag.fromMs} toMs={drag.toMs} />}
      {atMs !== null && atMs >= frame.fromMs && atMs <= frame.toMs && <Hair frame={frame} atMs={atMs} />}
    </g>
  )
}

function Hair({ frame, atMs }: { frame: Frame; atMs: number }) {
  const x = xOf(frame, atMs)
  const labelX = Math.min(frame.width - LABEL_WIDTH, Math.max(0, x - LABEL_WIDTH / 2))
  return (
    <>
      <line className={styles.hair} x1={x} x2={x} y1={0} y2={frame.height} />
      <rect className={styles.hairLabel} x={labelX} y={frame.height + 2} width={LABEL_WIDTH} height={17} rx={3} />
      <text className={styles.hairText} x={labelX + LABEL_WIDTH / 2} y={frame.height + 14} textAnchor="middle">
        {formatClock(atMs)}
      </text>
    </>
  )
}

function DragBox({ frame, fromMs, toMs }: { frame: Frame; fromMs: number; toMs: number }) {
  const [left, right] = [xOf(frame, Math.min(fromMs, toMs)), xOf(frame, Math.max(fromMs, toMs))]
  return <rect className={styles.drag} x={left} y={0} width={Math.max(1, right - left)} height={frame.height} />
}
