'use client'

import Link from 'next/link'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { planCharts, type ChartPlan } from '../../lib/client/chart-plan'
import { CursorProvider, useClientState } from '../../lib/client/react'
import { useMay } from '../../lib/client/use-me'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import { ChangesProvider } from '../changes/changes-context'
import { ChangesLead } from '../changes/changes-lead'
import { ChangesSection } from '../changes/changes-section'
import { CapturesProvider } from '../inside/captures-context'
import { InsideSection } from '../inside/inside-section'
import { NoteDialog } from '../marks/note-dialog'
import notice from '../shell/notice.module.css'
import { usePlace } from '../shell/use-place'
import { AlertMarks } from './alert-marks'
import { EventList } from './event-list'
import { GapsProvider } from './gaps-context'
import { GhostsProvider } from './ghosts-context'
import { ProcessAlertsProvider } from './process-alerts'
import { ProcessChart } from './process-chart'
import { ProcessHeader } from './process-header'
import styles from './process-page.module.css'
import { QuietHint } from './quiet-hint'
import { RangeBar } from './range-bar'
import { Story } from './story'
import { useSeriesInView } from './use-series-in-view'
import { useView, useWatch, type View } from './use-view'
import { VerdictTable } from './verdict-table'
import { t } from '../../lib/words/en/process'
import { rich } from '../words/rich'

export function ProcessPage() {
  const view = useView()
  const { id } = view
  if (id === null) return <NoProcess />
  return (
    <CursorProvider>
      <Watched key={id} {...view} id={id} />
    </CursorProvider>
  )
}

function Watched(view: ProcessProps) {
  const { id, range } = view
  useWatch(id, range)
  const status = useClientState(({ watched }) => (watched?.id === id ? watched.status : 'loading'))
  if (status === 'unknown') return <UnknownProcess id={id} />
  if (status === 'loading') return <Loading />
  return (
    <CapturesProvider process={id}>
      <ChangesProvider process={id} range={range}>
        <ProcessAlertsProvider process={id}>
          <Process {...view} />
        </ProcessAlertsProvider>
      </ChangesProvider>
    </CapturesProvider>
  )
}

interface ProcessProps extends View {
  id: string
}

function Process({ id, range, setRange, hasLives, setLives }: ProcessProps) {
  const [noteAtMs, setNoteAtMs] = useState<number | null>(null)
  const noting = useMay('operator') ? { onNote: setNoteAtMs } : {}
  // What it is and how it does stands at once; what takes longer to draw comes after it, in turns that let the page answer.
  const isWhole = useDeferredValue(true, false)
  return (
    <div className={styles.page}>
      <ProcessHeader />
      <Story />
      <RangeBar {...{ range, setRange, hasLives, setLives }} onNote={setNoteAtMs} />
      <QuietHint range={range} setRange={setRange} />
      <ChangesLead />
      {isWhole && <Evidence {...{ id, range, setRange, hasLives, noting }} />}
      {noteAtMs !== null && <Note atMs={noteAtMs} onClose={() => setNoteAtMs(null)} />}
    </div>
  )
}

interface EvidenceProps extends Pick<ProcessProps, 'id' | 'range' | 'setRange' | 'hasLives'> {
  /** Of who may add notes. */
  noting: { onNote?: (atMs: number) => void }
}

function Evidence({ id, range, setRange, hasLives, noting }: EvidenceProps) {
  const plans = usePlans()
  const table = useSeriesInView(plans)
  usePlace(true)
  const onChoose = useCallback(
    (fromMs: number, toMs: number) => setRange({ kind: 'between', fromMs, toMs }),
    [setRange],
  )
  return (
    <>
      <div className={styles.body}>
        <section className={styles.grid} aria-label={t('charts')}>
          <AlertMarks>
            <GapsProvider process={id}>
              <GhostsProvider {...{ plans, range }} isShown={hasLives}>
                {plans.map((plan) => (
                  <ProcessChart key={plan.key} plan={plan} table={table} onChoose={onChoose} {...noting} />
                ))}
                {plans.length === 0 && <p>{t('itReportsNoSeries')}</p>}
              </GhostsProvider>
            </GapsProvider>
          </AlertMarks>
        </section>
        <EventList />
      </div>
      <ChangesSection />
      <VerdictTable />
      <InsideSection process={id} />
    </>
  )
}

function Note({ atMs, onClose }: { atMs: number; onClose: () => void }) {
  const detail = useClientState(({ watched }) => watched?.detail ?? null)
  if (!detail) return null
  const { id, service, instance } = detail
  return <NoteDialog {...{ atMs, service, instance, onClose }} process={id} />
}

/** The plan of charts, which stays the same object while the series do, whatever their verdicts. */
function usePlans(): ChartPlan[] {
  const shape = useClientState(({ watched }) => shapeOf(watched?.detail ?? null))
  return useMemo(() => planCharts(JSON.parse(shape) as Parameters<typeof planCharts>[0]), [shape])
}

const shapes = new WeakMap<ProcessDetail, string>()

/** Once a detail: it is asked for at every sample. */
function shapeOf(detail: ProcessDetail | null): string {
  if (detail === null) return '[]'
  const known = shapes.get(detail)
  if (known !== undefined) return known
  const series = detail.series.map(({ name, kind, unit, max, matches, help }) => ({
    name,
    kind,
    unit,
    max,
    matches,
    help,
  }))
  const shape = JSON.stringify(series)
  shapes.set(detail, shape)
  return shape
}

function Loading() {
  const isAway = useClientState(({ link }) => link.state === 'away')
  return (
    <section className={styles.loading} aria-busy={!isAway}>
      <h1>{t('process')}</h1>
      <p>{isAway ? t('nothingToShowUntil') : t('askingTheHubFor')}</p>
    </section>
  )
}

function NoProcess() {
  return (
    <section className={notice.notice}>
      <h1>{t('whichProcess')}</h1>
      <p>{t('theAddressNamesNone')}</p>
      <p>
        <Link href="/">{t('seeAllProcesses')}</Link>
      </p>
    </section>
  )
}

function UnknownProcess({ id }: { id: string }) {
  return (
    <section className={notice.notice}>
      <h1>{t('theHubKnowsNo')}</h1>
      <p>{rich(t('noProcessHasThe', { id }), <code />)}</p>
      <p>{t('ifItsAgentSays')}</p>
      <p>
        <Link href="/">{t('seeAllProcesses')}</Link>
      </p>
    </section>
  )
}
