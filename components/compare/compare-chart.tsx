'use client'

import { useCallback } from 'react'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatClock, formatZone } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { formatValue } from '../../lib/format/rates'
import { linesContent, widthOf, type LineRow, type LineRows } from '../chart/lines-content'
import { valueScale } from '../chart/scale'
import { tickText } from '../chart/ticks'
import { ToldChart } from '../chart/told-chart'
import styles from './compare-page.module.css'
import { comparedSentence } from './compared-words'
import { t } from '../../lib/words/en/compare'

interface CompareChartProps extends LineRows {
  /** Which series it is of. */
  title: string
  /** Of what, and beside what. */
  of: string
  /** What its address says: somebody else sees the same there. */
  address: string
}

/** The compared lines with their name, their numbers as a table one press away, and what can be copied of them. */
export function CompareChart({ title, of, address, ...compared }: CompareChartProps) {
  const linkOf = useCallback(() => `${window.location.origin}/compare?${address}`, [address])
  return (
    <ToldChart
      {...{ title, of, linkOf }}
      {...compared}
      className={styles.chart}
      aside={compared.align === 'clock' && <Zone rows={compared.rows} />}
    >
      <Lines {...compared} sentence={comparedSentence(title, compared)} />
    </ToldChart>
  )
}

function Zone({ rows }: Pick<LineRows, 'rows'>) {
  const [first, last] = [rows[0], rows.at(-1)]
  return first && last && <p className={styles.zone}>{t('timesIn', { zone: formatZone(first.t, last.t) })}</p>
}

interface LinesProps extends LineRows {
  /** What is seen in it. */
  sentence: string
}

/** One line a process. It changes every few seconds, so that recharts draws all of it: axes, grid, lines and readout. */
function Lines({ rows, lines, unit, align, sentence }: LinesProps) {
  const { top, ticks } = linesContent({ rows, lines, unit, align }) ?? valueScale(null, unit)
  const timeText = (at: number) => (align === 'age' ? formatDuration(at) : formatClock(at))
  return (
    <div role="img" aria-label={sentence}>
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
            domain={[0, top]}
            ticks={ticks}
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
              dataKey={(row: LineRow) => row[id]}
              name={name}
              type="linear"
              stroke={`var(--${color})`}
              strokeWidth={widthOf(isGhost)}
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
