'use client'

import { memo } from 'react'
import { Area, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import type { PictureRow } from '../../lib/client/line-picture'
import type { ShownBand, ShownLine } from './model'
import { BandShape, LineShape } from './shapes'

export interface PlotProps {
  width: number
  height: number
  rows: PictureRow[]
  fromMs: number
  toMs: number
  top: number
  bands: ShownBand[]
  lines: ShownLine[]
}

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

/**
 * Bands and lines, and nothing else, by recharts: the only file that knows it. Axes, grid, marks, crosshair and readout are
 * drawn over it, because each of them costs recharts more at every sample than the lines do.
 */
export const Plot = memo(function Plot({ width, height, rows, fromMs, toMs, top, bands, lines }: PlotProps) {
  return (
    <ComposedChart
      width={width}
      height={height}
      data={rows}
      margin={NO_MARGIN}
      accessibilityLayer={false}
      tabIndex={-1}
    >
      <XAxis dataKey="t" type="number" domain={[fromMs, toMs]} allowDataOverflow hide />
      <YAxis type="number" domain={[0, top]} allowDataOverflow hide />
      {bands.map(({ key, color, opacity }) => (
        <Area
          key={key}
          dataKey={key}
          type="linear"
          stroke="none"
          fill={`var(--${color})`}
          fillOpacity={opacity}
          shape={BandShape}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      {lines.map(({ key, color, dash, width: strokeWidth }) => (
        <Line
          key={key}
          dataKey={key}
          type="linear"
          stroke={`var(--${color})`}
          strokeWidth={strokeWidth}
          shape={LineShape}
          {...(dash === null ? {} : { strokeDasharray: dash })}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </ComposedChart>
  )
})
