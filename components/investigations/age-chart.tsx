'use client'

import { useCallback } from 'react'
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import { ageText } from '../../lib/format/investigation-words'
import { formatValue } from '../../lib/format/rates'
import type { InvestigationAnswer, RunAnswer } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import { linesContent, widthOf, type LineRows, type RowLine } from '../chart/lines-content'
import { valueScale } from '../chart/scale'
import { tickText } from '../chart/ticks'
import { ToldChart } from '../chart/told-chart'
import { useBox } from '../chart/use-box'
import { ageRows, ageTicks } from './age-rows'
import { investigationAddress } from './investigation-address'
import styles from './investigations.module.css'
import { runLook } from './run-look'
import { t } from '../../lib/words/en/investigations'

const HEIGHT = 280
const MARGIN = { top: 8, right: 16, bottom: 4, left: 8 }
const TICK = { fill: 'var(--ink-soft)', fontSize: 12 }

/** The metric of every run over the age of its process: what warms up lies on top of each other, what leaks parts. */
export function AgeChart({ answer }: { answer: InvestigationAnswer }) {
  const { id, runs, unit, metric } = answer
  const linkOf = useCallback(() => `${window.location.origin}${investigationAddress(id)}`, [id])
  const drawn = runs.filter(({ curve }) => curve.length > 0)
  if (unit === null || drawn.length === 0) return null
  const lines = runs.flatMap((run, at) => (drawn.includes(run) ? [lineOf(run, at)] : []))
  const told: LineRows = { rows: ageRows(drawn), lines, unit, align: 'age' }
  return (
    <ToldChart {...told} title={t('overProcessAge')} of={metric} linkOf={linkOf} className={styles.section}>
      <Legend runs={runs} />
      <Curves {...told} sentence={sentenceOf(drawn, metric, unit)} />
    </ToldChart>
  )
}

function lineOf({ id, label }: RunAnswer, at: number): RowLine {
  const { color, dash } = runLook(at)
  return { id, name: label, color, dash: dash ?? null, isGhost: false }
}

function Curves({ rows, lines, unit, align, sentence }: LineRows & { sentence: string }) {
  const { ref, width } = useBox<HTMLDivElement>()
  const { top, ticks } = linesContent({ rows, lines, unit, align }) ?? valueScale(null, unit)
  return (
    <div ref={ref} role="img" aria-label={sentence} style={{ minHeight: HEIGHT }}>
      {width > 0 && (
        <LineChart width={width} height={HEIGHT} data={rows} margin={MARGIN} accessibilityLayer={false} tabIndex={-1}>
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          <XAxis
            dataKey="t"
            type="number"
            domain={[0, 'dataMax']}
            ticks={ageTicks(rows)}
            tickFormatter={ageText}
            tick={TICK}
            stroke="var(--line-strong)"
            minTickGap={48}
          />
          <YAxis
            type="number"
            domain={[0, top]}
            ticks={ticks}
            tickFormatter={(value: number) => tickText(value, unit, false)}
            tick={TICK}
            stroke="var(--line-strong)"
            width={72}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(ageMs) => t('age', { ageMs: ageText(Number(ageMs)) })}
            formatter={(value) => formatValue(Number(value), unit)}
            contentStyle={{ background: 'var(--surface-raised)', border: '1px solid var(--line-strong)' }}
          />
          {lines.map(({ id, name, color, dash, isGhost }) => (
            <Line
              key={id}
              dataKey={id}
              name={name}
              stroke={`var(--${color})`}
              {...(dash === null ? {} : { strokeDasharray: dash })}
              strokeWidth={widthOf(isGhost)}
              dot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      )}
    </div>
  )
}

function dashOf(at: number): { strokeDasharray?: string } {
  const { dash } = runLook(at)
  return dash === undefined ? {} : { strokeDasharray: dash }
}

/** Which line is whose. */
export function Legend({ runs }: { runs: readonly Pick<RunAnswer, 'id' | 'label'>[] }) {
  return (
    <ul className={styles.legend} aria-hidden="true">
      {runs.map(({ id, label }, at) => (
        <li key={id}>
          <RunMark at={at} />
          {label}
        </li>
      ))}
    </ul>
  )
}

export function RunMark({ at }: { at: number }) {
  return (
    <svg className={styles.mark} width="22" height="10" aria-hidden="true">
      <line x1="0" y1="5" x2="22" y2="5" stroke={`var(--${runLook(at).color})`} strokeWidth="3" {...dashOf(at)} />
    </svg>
  )
}

function sentenceOf(runs: readonly RunAnswer[], metric: string, unit: Unit): string {
  const each = runs.map(({ label, floor, peak }) =>
    t('upToLastAt', { label, peak: formatValue(peak, unit), floor: formatValue(floor, unit) }),
  )
  return t('overTheAgeOf', { metric, join: each.join('; ') })
}
