import { memo } from 'react'
import styles from './chart.module.css'
import { anchorOf, type Frame } from './frame'
import type { ShownGhost } from './model'

/** Earlier lives, thin and over bands, which would hide them. A second moves the whole of them, and draws none anew. */
export function Ghosts({ frame, ghosts }: { frame: Frame; ghosts: readonly ShownGhost[] }) {
  const { width, height, top } = frame
  const { anchorMs, pxPerMs, shiftPx } = anchorOf(frame)
  return (
    <svg width={width} height={height} overflow="hidden">
      <g transform={`translate(${shiftPx.toFixed(1)} 0)`}>
        {ghosts.map(({ key, color, dash, points }) => (
          <GhostLine key={key} {...{ color, dash, points, anchorMs, pxPerMs, top, height }} />
        ))}
      </g>
    </svg>
  )
}

interface GhostLineProps extends Pick<ShownGhost, 'color' | 'dash' | 'points'> {
  anchorMs: number
  pxPerMs: number
  top: number
  height: number
}

const GhostLine = memo(function GhostLine({ color, dash, points, anchorMs, pxPerMs, top, height }: GhostLineProps) {
  return (
    <path
      className={styles.ghost}
      style={{ stroke: `var(--${color})` }}
      strokeDasharray={dash}
      d={ghostPath(
        points,
        (atMs) => (atMs - anchorMs) * pxPerMs,
        (value) => height - (value / top) * height,
      )}
    />
  )
})

/** Broken where nothing is known. */
export function ghostPath(
  points: ShownGhost['points'],
  xOf: (atMs: number) => number,
  yOf: (value: number) => number,
): string {
  let path = ''
  let isDown = false
  for (const [atMs, value] of points) {
    if (value !== null) path += `${isDown ? 'L' : 'M'}${xOf(atMs).toFixed(1)} ${yOf(value).toFixed(1)}`
    isDown = value !== null
  }
  return path
}
