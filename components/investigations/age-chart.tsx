'use client'

import { useId, useState } from 'react'
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import { ageText } from '../../lib/format/investigation-words'
import { formatValue } from '../../lib/format/rates'
import type { InvestigationAnswer, RunAnswer } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import { useBox } from '../chart/use-box'
import { valueScale } from '../chart/scale'
import controls from '../shell/controls.module.css'
import { ageRows, ageTicks, type AgeRow } from './age-rows'
import styles from './investigations.module.css'
import { runLook } from './run-look'
import { t } from '../../lib/words/en/investigations'

const HEIGHT = 280
const MARGIN = { top: 8, right: 16, bottom: 4, left: 8 }
const TICK = { fill: 'var(--ink-soft)', fontSize: 12 }

/** The metric of every run over the age of its process: what warms up lies on top of each other, what leaks parts. */
export function AgeChart({ answer: { runs, unit, metric } }: { answer: InvestigationAnswer }) {
  const id = useId()
  const { ref, width } = useBox<HTMLDivElement>()
  const [isTable, setTable] = useState(false)
  const drawn = runs.filter(({ curve }) => curve.length > 0)
  if (unit === null || drawn.length === 0) return null
  const rows = ageRows(drawn)
  const scale = valueScale(Math.max(...drawn.map(({ peak }) => peak ?? 0)), unit)
  return (
    <section className={styles.section} aria-labelledby={`${id}-title`}>
      <div className={styles.sectionHead}>
        <h2 id={`${id}-title`}>{t('overProcessAge')}</h2>
        <button
          type="button"
          className={controls.button}
          aria-expanded={isTable}
          aria-label={t('tableOfTheCurves')}
          onClick={() => setTable(!isTable)}
        >
          {t('table')}
        </button>
      </div>
      <Legend runs={runs} />
      <div ref={ref} role="img" aria-label={sentenceOf(drawn, metric, unit)} style={{ minHeight: HEIGHT }}>
        {width > 0 && (
          <LineChart width={width} height={HEIGHT} data={rows} margin={MARGIN} accessibilityLayer={false} tabIndex={-1}>
            <CartesianGrid stroke="var(--grid)" vertical={false} />
            <XAxis
              dataKey="ageMs"
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
              domain={[0, scale.top]}
              ticks={scale.ticks}
              tickFormatter={(value: number) => formatValue(value, unit)}
              tick={TICK}
              stroke="var(--line-strong)"
              width={84}
            />
            <Tooltip
              isAnimationActive={false}
              labelFormatter={(ageMs) => t('age', { ageMs: ageText(Number(ageMs)) })}
              formatter={(value) => formatValue(Number(value), unit)}
              contentStyle={{ background: 'var(--surface-raised)', border: '1px solid var(--line-strong)' }}
            />
            {runs.map((run, at) => (
              <Line
                key={run.id}
                dataKey={run.id}
                name={run.label}
                stroke={`var(--${runLook(at).color})`}
                {...dashOf(at)}
                strokeWidth={1.75}
                dot={false}
                connectNulls={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        )}
      </div>
      {isTable && <AgeTable rows={rows} runs={drawn} unit={unit} />}
    </section>
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

/** Each tenth row: the numbers are for reading, the picture for the rest. */
const EVERY = 10

function AgeTable({ rows, runs, unit }: { rows: readonly AgeRow[]; runs: readonly RunAnswer[]; unit: Unit }) {
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label={t('curvesOverProcessAge')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('age2')}</th>
            {runs.map(({ id, label }) => (
              <th key={id} scope="col" className={styles.number}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter((_, at) => at % EVERY === 0 || at === rows.length - 1)
            .map((row) => (
              <tr key={row.ageMs}>
                <th scope="row">{ageText(row.ageMs)}</th>
                {runs.map(({ id }) => (
                  <td key={id} className={styles.number}>
                    {formatValue(row[id], unit)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
