'use client'

import { memo, useLayoutEffect, useRef } from 'react'
import styles from './chart.module.css'
import { drawPlot } from './draw-plot'
import type { PlotProps } from './plot'
import { useTokenColors } from './token-colors'

/** The picture while it moves. */
export const LivePlot = memo(function LivePlot(picture: PlotProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const colorOf = useTokenColors()
  const scale = window.devicePixelRatio
  const { width, height } = picture
  useLayoutEffect(() => {
    const pen = ref.current?.getContext('2d')
    if (pen) drawPlot(pen, picture, colorOf, scale)
  }, [picture, colorOf, scale])
  return (
    <canvas
      ref={ref}
      className={styles.canvas}
      width={Math.round(width * scale)}
      height={Math.round(height * scale)}
      style={{ width, height }}
      data-plot="live"
    />
  )
})
