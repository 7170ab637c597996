'use client'

import { memo, useLayoutEffect, useRef } from 'react'
import styles from './plot.module.css'
import { drawingOf, type PlotProps } from './drawing-of'
import { painterOnPage, painterOnThread, usePaintsOnThread, type Painter } from './painters'
import { useTokenColors } from './token-colors'

/** The picture while it moves. */
export const LivePlot = memo(function LivePlot(plot: PlotProps) {
  // A canvas is handed over once and for all: each painter has one of its own.
  return usePaintsOnThread() ? (
    <Painted key="thread" plot={plot} makePainter={painterOnThread} />
  ) : (
    <Painted key="page" plot={plot} makePainter={painterOnPage} />
  )
})

interface PaintedProps {
  plot: PlotProps
  makePainter: (canvas: HTMLCanvasElement) => Painter
}

function Painted({ plot, makePainter }: PaintedProps) {
  const host = useRef<HTMLDivElement>(null)
  const painter = useRef<Painter | null>(null)
  const colorOf = useTokenColors()
  const scale = window.devicePixelRatio
  const { width, height } = plot
  useLayoutEffect(() => {
    const canvas = document.createElement('canvas')
    canvas.className = styles.canvas ?? ''
    host.current?.append(canvas)
    const made = makePainter(canvas)
    painter.current = made
    return () => {
      made.dispose()
      canvas.remove()
    }
  }, [makePainter])
  useLayoutEffect(() => {
    painter.current?.paint(drawingOf(plot, colorOf, scale))
  }, [plot, colorOf, scale])
  return <div ref={host} style={{ width, height }} data-plot="live" />
}
