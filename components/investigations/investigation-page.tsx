'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import type { InvestigationAnswer, RunSettings } from '../../lib/protocol/investigations'
import { ForRole } from '../access/for-role'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { UnansweredPage } from '../shell/unanswered-page'
import { AgeChart } from './age-chart'
import { ComparisonSection, useComparison } from './comparison'
import { ForestPlot } from './forest-plot'
import type { InvestigationView } from './investigation-address'
import { InvestigationHeader } from './investigation-header'
import styles from './investigations.module.css'
import { RunDialog } from './run-dialog'
import { RunTable } from './run-table'
import { Pairs, Toggles } from './toggles'
import { t } from '../../lib/words/en/investigations'

/** While a run goes on, its slope gets surer by the minute; asking is cheap, and what takes long is asked seldom. */
const ASK_EVERY_MS = 15_000

interface InvestigationPageProps {
  id: string
  view: InvestigationView
  onView: (change: Partial<InvestigationView>) => void
}

export function InvestigationPage({ id, view, onView }: InvestigationPageProps) {
  const load = useCallback((ask: Ask, signal: AbortSignal) => investigationsApi(ask).answer(id, signal), [id])
  const revision = useClientState(({ clockMs }) => Math.floor(clockMs / ASK_EVERY_MS))
  const asked = useAsked(load, { revision })
  const { value, again } = asked
  const comparison = useComparison(id, view, revision)
  const report = useRef<HTMLDivElement>(null)
  const title = value?.title
  useEffect(() => {
    if (title !== undefined) document.title = t('tidemark', { title })
  }, [title])
  if (value === null)
    return (
      <UnansweredPage
        asked={asked}
        title={t('investigation2')}
        failed={t('thisInvestigationCannotBe')}
        asking={t('askingTheHubFor')}
        all={{ address: '/investigations', text: t('seeAllInvestigations') }}
        className={styles.page}
      />
    )
  return (
    <div className={styles.page} ref={report}>
      <InvestigationHeader answer={value} comparison={comparison.value} report={report} onChanged={again} />
      <Unanswered asked={asked} />
      <p className={styles.sentence} data-investigation-sentence="">
        {value.sentence}
      </p>
      <Next answer={value} onChanged={again} />
      <Toggles toggles={value.toggles} />
      <section className={styles.section} aria-labelledby="runs-title">
        <h2 id="runs-title">{t('runs')}</h2>
        {value.runs.length === 0 ? <p>{t('noRunYetAdd')}</p> : <RunTable answer={value} onChanged={again} />}
      </section>
      <ForestPlot runs={value.runs} unit={value.unit} />
      <AgeChart answer={value} />
      <ComparisonSection answer={value} view={view} onView={onView} asked={comparison} />
      <Pairs answer={value} />
    </div>
  )
}

/** What would tell most now, and the way to it. */
function Next({ answer, onChanged }: { answer: InvestigationAnswer; onChanged: () => void }) {
  const { nextRun } = answer
  const [open, setOpen] = useState<RunSettings | null>(null)
  return (
    <div className={styles.next} data-next={nextRun.kind}>
      <p>
        <span className={styles.strong}>{t('next')} </span>
        {nextRun.sentence}
      </p>
      <ForRole role="operator">
        <button type="button" className={controls.button} data-act="" onClick={() => setOpen(nextRun.settings ?? {})}>
          {t('addARun')}
        </button>
      </ForRole>
      {open !== null && (
        <RunDialog
          answer={answer}
          settings={open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            onChanged()
          }}
        />
      )}
    </div>
  )
}
