'use client'

import { memo, useMemo } from 'react'
import { Area, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import type { PictureRow } from '../../lib/client/line-picture'
import type { ShownBand, ShownLine } from './model'
import { BandShape, LineShape } from './shapes'

export interface PlotProps {
  width: number
  height: number
  rows: PictureRow[]
  spanMs: number
  top: number
  bands: ShownBand[]
  lines: ShownLine[]
}

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

/**
 * Bands and lines, and nothing else, by recharts: the only file that knows it. Axes, grid, marks, crosshair and readout are
 * drawn over it, because each of them costs recharts more at every sample than the lines do.
 */
export const Plot = memo(function Plot({ width, height, rows, spanMs, top, bands, lines }: PlotProps) {
  // The same object for the same numbers: an axis that seems new makes recharts reckon everything again.
  const xDomain = useMemo((): [number, number] => [0, spanMs], [spanMs])
  const yDomain = useMemo((): [number, number] => [0, top], [top])
  return (
    <ComposedChart
      width={width}
      height={height}
      data={rows}
      margin={NO_MARGIN}
      accessibilityLayer={false}
      tabIndex={-1}
    >
      <XAxis dataKey="t" type="number" domain={xDomain} allowDataOverflow hide />
      <YAxis type="number" domain={yDomain} allowDataOverflow hide />
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
