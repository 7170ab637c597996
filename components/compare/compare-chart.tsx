'use client'

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatClock } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { formatValue } from '../../lib/format/rates'
import type { Unit } from '../../lib/protocol/vocabulary'
import { valueScale } from '../chart/scale'
import { tickText } from '../chart/ticks'
import type { CompareRow, CompareView } from './compare-data'
import styles from './compare-page.module.css'

export interface ComparedLine {
  id: string
  name: string
  color: string
  dash: string | null
  /** Faint: a life that is over, or another day. */
  isGhost: boolean
}

interface CompareChartProps {
  rows: CompareRow[]
  lines: readonly ComparedLine[]
  unit: Unit
  align: CompareView['align']
}

/** One line a process. It changes every few seconds, so that recharts draws all of it: axes, grid, lines and readout. */
export function CompareChart({ rows, lines, unit, align }: CompareChartProps) {
  const timeText = (t: number) => (align === 'age' ? formatDuration(t) : formatClock(t))
  const scale = valueScale(peakOf(rows, lines), unit)
  return (
    <div className={styles.chart} aria-hidden="true">
      <ResponsiveContainer width="100%" height={320}>
        <LineChart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 8 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          <XAxis
            dataKey="t"
            type="number"
            domain={['dataMin', 'dataMax']}
            tickFormatter={timeText}
            tick={{ fill: 'var(--ink-faint)', fontSize: 11 }}
            stroke="var(--line-strong)"
            minTickGap={48}
          />
          <YAxis
            width={72}
            domain={[0, scale.top]}
            ticks={scale.ticks}
            tickFormatter={(value: number) => tickText(value, unit, false)}
            tick={{ fill: 'var(--ink-faint)', fontSize: 11 }}
            stroke="var(--line-strong)"
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(label) => timeText(Number(label))}
            formatter={(value, name) => [formatValue(typeof value === 'number' ? value : null, unit), name]}
            contentStyle={{ background: 'var(--surface-raised)', border: '1px solid var(--line-strong)' }}
            labelStyle={{ color: 'var(--ink)' }}
          />
          {lines.map(({ id, name, color, dash, isGhost }) => (
            <Line
              key={id}
              dataKey={(row: CompareRow) => row[id]}
              name={name}
              type="linear"
              stroke={`var(--${color})`}
              strokeWidth={isGhost ? 1.25 : 1.75}
              strokeOpacity={isGhost ? 0.6 : 1}
              {...(dash === null ? {} : { strokeDasharray: dash })}
              dot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
}

/** The highest that is drawn; `null` where nothing is. */
function peakOf(rows: readonly CompareRow[], lines: readonly ComparedLine[]): number | null {
  let peak: number | null = null
  for (const row of rows) {
    for (const { id } of lines) {
      const value = row[id]
      if (typeof value === 'number' && (peak === null || value > peak)) peak = value
    }
  }
  return peak
}
