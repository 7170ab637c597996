'use client'

import { useMemo, useState } from 'react'
import { planCharts, type ChartPlan } from '../../lib/client/chart-plan'
import { useClientState } from '../../lib/client/react'
import { windowOf, type ViewRange } from '../../lib/client/view-range'
import { formatMoment, formatZone } from '../../lib/format/clock'
import type { Alert } from '../../lib/protocol/alerts'
import type { SeriesDetail } from '../../lib/protocol/http-api'
import { MarksProvider } from '../marks/marks-context'
import type { Mark } from '../marks/marks'
import { GapsProvider } from '../process/gaps-context'
import { ProcessChart } from '../process/process-chart'
import { useWatch } from '../process/use-view'
import controls from '../shell/controls.module.css'
import styles from './alert-page.module.css'
import { onsetRange } from './alerts-view'
import { t } from '../../lib/words/en/alerts'

const HEIGHT = 220
/** Here the limit is what it is about: it is drawn as long as the lines can still be read below it. */
const FAR_LEVEL = 4
/** So much of the time before belongs to a picture of all of it. */
const LEAD_SHARE = 0.2

/** The series that broke the rule, and the memory beside it, around the begin: marked, with what happened just before. */
export function AlertCharts({ alert }: { alert: Alert }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const [onset] = useState(() => onsetRange(alert, nowMs))
  const [range, setRange] = useState<ViewRange>(onset)
  useWatch(alert.process, range)
  const status = useClientState(({ watched }) => (watched?.id === alert.process ? watched.status : 'loading'))
  const plans = usePlansFor(alert)
  const extra = useMemo(() => marksOfAlert(alert), [alert])
  const choose = (fromMs: number, toMs: number) => setRange({ kind: 'between', fromMs, toMs })
  const showAll = () => {
    const endMs = alert.resolvedAtMs ?? nowMs
    const leadMs = (endMs - alert.sinceMs) * LEAD_SHARE + 60_000
    if (alert.resolvedAtMs === null) setRange({ kind: 'live', spanMs: endMs - alert.sinceMs + leadMs })
    else choose(alert.sinceMs - leadMs, endMs + 60_000)
  }
  if (status === 'unknown') return <p className={styles.note}>{t('theHubHasNo')}</p>
  return (
    <section className={styles.charts} aria-label={t('charts')}>
      <div className={styles.ranges} role="toolbar" aria-label={t('timeRange')}>
        <button
          type="button"
          className={controls.button}
          aria-pressed={range === onset}
          onClick={() => setRange(onset)}
        >
          {t('aroundItsBeginning')}
        </button>
        <button type="button" className={controls.button} aria-pressed={range.kind === 'live'} onClick={showAll}>
          {alert.resolvedAtMs === null ? t('untilNow') : t('untilItsEnd')}
        </button>
        <RangeWords range={range} nowMs={nowMs} />
      </div>
      <MarksProvider extra={extra} strongId={alert.near?.id}>
        <GapsProvider process={alert.process}>
          {plans.map((plan) => (
            <ProcessChart key={plan.key} plan={plan} onChoose={choose} height={HEIGHT} farLevel={FAR_LEVEL} />
          ))}
        </GapsProvider>
      </MarksProvider>
    </section>
  )
}

function RangeWords({ range, nowMs }: { range: ViewRange; nowMs: number }) {
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? nowMs)
  const { fromMs, toMs } = windowOf(range, edgeMs)
  return (
    <p className={styles.words}>
      {t('to', {
        fromMs: formatMoment(fromMs, nowMs),
        toMs: formatMoment(toMs, nowMs),
        zone: formatZone(fromMs, toMs),
      })}
    </p>
  )
}

const NO_SERIES: SeriesDetail[] = []

/** The chart with the alert's series first, then that of the memory where it is another one. */
function usePlansFor({ process, series }: Alert): ChartPlan[] {
  const shape = useClientState(({ watched }) => {
    const known = watched?.id === process ? (watched.detail?.series ?? NO_SERIES) : NO_SERIES
    return JSON.stringify(
      known.map(({ name, kind, unit, max, matches, help }) => ({ name, kind, unit, max, matches, help })),
    )
  })
  return useMemo(() => {
    const plans = planCharts(JSON.parse(shape) as Parameters<typeof planCharts>[0])
    const own = plans.find(({ lines }) => lines.some(({ name }) => name === series))
    const memory = plans.find(({ kind }) => kind === 'memory')
    return [own, memory].filter((plan, at, all) => plan !== undefined && all.indexOf(plan) === at) as ChartPlan[]
  }, [shape, series])
}

/** When the rule was first broken, when that was told, when it was over. */
function marksOfAlert({ rule, sinceMs, firingAtMs, resolvedAtMs }: Alert): Mark[] {
  const begin: Mark = { key: 'begin', atMs: sinceMs, kind: 'begin', title: t('of', { rule }), isStrong: true }
  const fired: Mark[] = firingAtMs === null ? [] : [{ key: 'fired', atMs: firingAtMs, kind: 'fired', title: rule }]
  const quiet: Mark[] =
    resolvedAtMs === null ? [] : [{ key: 'quiet', atMs: resolvedAtMs, kind: 'quiet', title: t('isResolved', { rule }) }]
  return [begin, ...fired, ...quiet]
}
