'use client'

import { memo, useMemo } from 'react'
import { Area, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import type { PlotProps } from './drawing-of'
import { bandKey, rowsOf } from './resting-rows'
import { BandShape, LineShape } from './shapes'

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

/** A picture that is held, by recharts: the only file that knows it. */
export const RestingPlot = memo(function RestingPlot({ width, height, picture, spanMs, top, bands, lines }: PlotProps) {
  const rows = useMemo(() => rowsOf(picture), [picture])
  // The same object for the same numbers: an axis that seems new makes recharts reckon everything again.
  const xDomain = useMemo((): [number, number] => [0, spanMs], [spanMs])
  const yDomain = useMemo((): [number, number] => [0, top], [top])
  return (
    <div data-plot="held">
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
            dataKey={bandKey(key)}
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
    </div>
  )
})
