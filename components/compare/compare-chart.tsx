'use client'

import { useCallback, useId, useState } from 'react'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatClock, formatZone } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { formatValue } from '../../lib/format/rates'
import type { Unit } from '../../lib/protocol/vocabulary'
import { ChartMenu } from '../chart/chart-menu'
import { ChartTable } from '../chart/chart-table'
import chart from '../chart/chart.module.css'
import { valueScale, type ValueScale } from '../chart/scale'
import { tickText } from '../chart/ticks'
import { useShown } from '../chart/use-shown'
import type { CompareRow, CompareView } from './compare-data'
import styles from './compare-page.module.css'
import { comparedLegend, comparedModel, widthOf } from './compared-model'
import { comparedSentence } from './compared-words'
import { t } from '../../lib/words/en/charts'
import { t as tCompare } from '../../lib/words/en/compare'

export interface ComparedLine {
  id: string
  name: string
  color: string
  dash: string | null
  /** Faint: a life that is over, or another day. */
  isGhost: boolean
}

interface CompareChartProps {
  /** Which series it is of. */
  title: string
  /** Of what, and beside what. */
  of: string
  /** What its address says: somebody else sees the same there. */
  address: string
  rows: CompareRow[]
  lines: readonly ComparedLine[]
  unit: Unit
  align: CompareView['align']
}

/** The compared lines with their name, their numbers as a table one press away, and what can be copied of them. */
export function CompareChart({ title, of, address, ...compared }: CompareChartProps) {
  const id = useId()
  const [isTable, setTable] = useState(false)
  const model = comparedModel(compared)
  const shown = useShown(model && { of, model, marks: [], legend: comparedLegend(compared) })
  const linkOf = useCallback(() => `${window.location.origin}/compare?${address}`, [address])
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <div className={chart.head}>
        <h2 id={id}>{title}</h2>
        {model && !model.isAge && (
          <p className={styles.zone}>{tCompare('timesIn', { zone: formatZone(model.fromMs, model.toMs) })}</p>
        )}
        <div className={chart.acts} data-screen-only="">
          <button
            type="button"
            className={chart.tableButton}
            aria-expanded={isTable}
            aria-label={t('tableOf', { title })}
            onClick={() => setTable(!isTable)}
          >
            {t('table')}
          </button>
          <ChartMenu title={title} shown={shown} linkOf={linkOf} />
        </div>
      </div>
      <Lines
        {...compared}
        scale={model ?? valueScale(null, compared.unit)}
        sentence={comparedSentence(title, compared)}
      />
      {isTable && model && <ChartTable model={model} title={title} marks={[]} />}
    </figure>
  )
}

interface LinesProps extends Pick<CompareChartProps, 'rows' | 'lines' | 'unit' | 'align'> {
  scale: ValueScale
  /** What is seen in it. */
  sentence: string
}

/** One line a process. It changes every few seconds, so that recharts draws all of it: axes, grid, lines and readout. */
function Lines({ rows, lines, unit, align, scale, sentence }: LinesProps) {
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
