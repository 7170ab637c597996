'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import type { Ask } from '../../lib/client/ask'
import { labelOf } from '../../lib/client/chart-plan'
import { useClient } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useTicks } from '../../lib/client/use-ticks'
import { SPANS } from '../../lib/client/view-range'
import { formatWeekday } from '../../lib/format/clock'
import controls from '../shell/controls.module.css'
import notice from '../shell/notice.module.css'
import { Unanswered } from '../shell/unanswered'
import { useTyped } from '../forms/use-typed'
import type { LineRow, RowLine } from '../chart/lines-content'
import { askCompared, type ComparedAnswer } from './compare-asking'
import {
  BESIDE,
  compareFromAddress,
  compareRows,
  compareToAddress,
  DAY_MS,
  MEDIAN,
  MOST_DAYS,
  withMedian,
  type Beside,
  type Compared,
  type CompareView,
  type SharedSeries,
} from './compare-data'
import { ComparedGaps } from './compared-gaps'
import styles from './compare-page.module.css'
import { CompareTable } from './compare-table'
import { t } from '../../lib/words/en/compare'
import { Missing } from './missing'

const EVERY_MS = 5_000
const COLORS = ['series-1', 'series-2', 'series-3', 'series-4'] as const
/** Its place is held while recharts is on its way, so that nothing jumps. */
const CompareChart = dynamic(async () => (await import('./compare-chart')).CompareChart, {
  ssr: false,
  loading: () => <div className={styles.chart} aria-hidden="true" />,
})

/** Several processes on one chart, by the clock or each from its start; the address holds all of it. */
export function ComparePage() {
  const [view, setView] = useCompareView()
  const { nowMs } = useClient()
  const key = compareToAddress(view)
  const load = useCallback(
    async (ask: Ask, signal: AbortSignal) =>
      askCompared(ask, compareFromAddress(new URLSearchParams(key)), nowMs(), signal),
    [key, nowMs],
  )
  const asked = useAsked(load, { revision: useTicks(EVERY_MS), keepsOld: true })
  const { value } = asked
  const rows = useMemo(() => (value ? rowsOf(value, view.beside) : []), [value, view.beside])
  if (view.ids.length < 2 && (view.beside === null || view.ids.length === 0)) return <NothingToCompare />
  const lines = value?.compared.map(lineOf) ?? []
  return (
    <div className={styles.page}>
      <h1>{titleOf(view, value?.compared[0])}</h1>
      <CompareBar view={view} shared={value?.shared ?? []} series={value?.series?.name ?? ''} setView={setView} />
      <Unanswered asked={asked} />
      {value?.series && (
        <>
          <CompareChart
            title={labelOf(value.series.name)}
            of={titleOf(view, value.compared[0])}
            // Which series says most may be another one tomorrow.
            address={compareToAddress({ ...view, series: value.series.name })}
            rows={rows}
            lines={view.beside === 'siblings' ? [...lines, MEDIAN_LINE] : lines}
            unit={value.series.unit}
            align={value.align}
          />
          <CompareTable
            rows={rows}
            compared={value.compared}
            lineOf={lineOf}
            unit={value.series.unit}
            median={view.beside === 'siblings' ? MEDIAN_LINE : null}
            onRemove={view.beside === null ? (id) => setView({ ids: view.ids.filter((one) => one !== id) }) : null}
          />
        </>
      )}
      {value && <ComparedGaps compared={value.compared} lineOf={lineOf} align={value.align} />}
      {value && <Missing answer={value} />}
    </div>
  )
}

function rowsOf({ compared }: ComparedAnswer, beside: CompareView['beside']): LineRow[] {
  const rows = compareRows(compared)
  return beside === 'siblings'
    ? withMedian(
        rows,
        compared.map(({ key }) => key),
      )
    : rows
}

const BESIDE_WORDS: Record<Beside, string> = {
  get siblings() {
    return t('itsSiblings')
  },
  get lives() {
    return t('itsEarlierLives')
  },
  get day() {
    return t('anotherDay')
  },
}

function titleOf({ ids, beside, days }: CompareView, first: Compared | undefined): string {
  if (beside === null) return t('compareProcesses', { length: ids.length })
  const name = first?.name ?? t('aProcess')
  switch (beside) {
    case 'siblings':
      return t('besideSiblings', { name })
    case 'lives':
      return t('besideLives', { name })
    case 'day':
      return t('besideDay', { name, days })
    default:
      return beside satisfies never
  }
}

const MEDIAN_LINE: RowLine = {
  id: MEDIAN,
  get name() {
    return t('medianOfItsSiblings')
  },
  color: 'ink-soft',
  dash: '2 3',
  isGhost: false,
}

function lineOf({ key, name, isGhost }: Compared, at: number): RowLine {
  return {
    id: key,
    name,
    color: COLORS[at % COLORS.length] ?? COLORS[0],
    dash: at < COLORS.length ? null : '6 3',
    isGhost,
  }
}

function useCompareView(): [CompareView, (change: Partial<CompareView>) => void] {
  const params = useSearchParams()
  const view = useMemo(() => compareFromAddress(params), [params])
  const setView = useCallback(
    // The address is newer than what was drawn of it: two changes at once are both kept.
    (change: Partial<CompareView>) => {
      const newest = compareFromAddress(new URLSearchParams(window.location.search))
      window.history.replaceState(null, '', `?${compareToAddress({ ...newest, ...change })}`)
    },
    [],
  )
  return [view, setView]
}

interface CompareBarProps {
  view: CompareView
  shared: readonly SharedSeries[]
  series: string
  setView: (change: Partial<CompareView>) => void
}

function CompareBar({ view, shared, series, setView }: CompareBarProps) {
  const chosen = useTyped(series, (next) => setView({ series: next }))
  return (
    <div className={styles.bar}>
      <label>
        {t('series')}{' '}
        <select className={controls.field} disabled={shared.length === 0} {...chosen}>
          {shared.map(({ name, count }) => (
            <option key={name} value={name}>
              {labelOf(name)}
              {view.beside === null && count < view.ids.length ? t('of', { count, length: view.ids.length }) : ''}
            </option>
          ))}
        </select>
      </label>
      <div className={controls.group} role="group" aria-label={t('timeRange')}>
        {SPANS.map(({ ms, label }) => (
          <button
            key={ms}
            type="button"
            className={controls.button}
            aria-pressed={view.spanMs === ms}
            onClick={() => setView({ spanMs: ms })}
          >
            {label}
          </button>
        ))}
      </div>
      {view.ids.length === 1 && (
        <div className={controls.group} role="group" aria-label={t('beside2')}>
          {BESIDE.map((beside) => (
            <button
              key={beside}
              type="button"
              className={controls.button}
              aria-pressed={view.beside === beside}
              onClick={() => setView({ beside })}
            >
              {BESIDE_WORDS[beside]}
            </button>
          ))}
        </div>
      )}
      {view.beside === 'day' && <WhichDay view={view} setView={setView} />}
      {(view.beside === null || view.beside === 'siblings') && <LaidBy view={view} setView={setView} />}
    </div>
  )
}

/** The same hours of the week before say more than yesterday's, where weeks have a shape. */
function WhichDay({ view, setView }: Pick<CompareBarProps, 'view' | 'setView'>) {
  const { nowMs } = useClient()
  const chosen = useTyped(`${view.days}`, (days) => setView({ days: Number(days) }))
  return (
    <label>
      {t('whichDay')}{' '}
      <select className={controls.field} {...chosen}>
        {Array.from({ length: MOST_DAYS }, (_, at) => at + 1).map((days) => (
          <option key={days} value={days}>
            {t('dayOf', { days, day: formatWeekday(nowMs() - days * DAY_MS) })}
          </option>
        ))}
      </select>
    </label>
  )
}

function LaidBy({ view, setView }: Pick<CompareBarProps, 'view' | 'setView'>) {
  return (
    <div className={controls.group} role="group" aria-label={t('laidBy')}>
      <button
        type="button"
        className={controls.button}
        aria-pressed={view.align === 'clock'}
        onClick={() => setView({ align: 'clock' })}
      >
        {t('byTheClock')}
      </button>
      <button
        type="button"
        className={controls.button}
        aria-pressed={view.align === 'age'}
        onClick={() => setView({ align: 'age' })}
      >
        {t('fromEachStart')}
      </button>
    </div>
  )
}

function NothingToCompare() {
  return (
    <section className={notice.notice}>
      <h1>{t('compareProcesses2')}</h1>
      <p>{t('chooseTwoOrMore')}</p>
      <p>
        <Link href="/">{t('seeAllProcesses')}</Link>
      </p>
    </section>
  )
}
