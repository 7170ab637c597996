'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import type { Investigation } from '../../lib/protocol/investigations'
import { ForRole } from '../access/for-role'
import { WhoMay } from '../access/who-may'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { useAskedAct } from '../shell/use-asked-act'
import { BeginDialog } from './begin-dialog'
import { investigationAddress } from './investigation-address'
import styles from './investigations.module.css'
import { t } from '../../lib/words/en/investigations'
import { rich } from '../words/rich'

const load = (ask: Ask, signal: AbortSignal) => investigationsApi(ask).list(signal)

export function InvestigationList() {
  const asked = useAsked(load)
  const list = asked.value?.investigations ?? null
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>{t('investigations')}</h1>
        <ForRole role="operator" otherwise={<WhoMay role="operator" text={t('operatorsBeginInvestigations')} />}>
          <BeginButton />
        </ForRole>
      </header>
      <Unanswered asked={asked} />
      {list?.length === 0 && <NoInvestigations />}
      <ul className={styles.list} aria-label={t('investigations')}>
        {list?.map((one) => (
          <InvestigationCard key={one.id} investigation={one} />
        ))}
      </ul>
    </div>
  )
}

function BeginButton() {
  const [isOpen, setOpen] = useState(false)
  const [service, setService] = useState('')
  const open = (about: string | null) => {
    setService(about ?? '')
    setOpen(true)
  }
  const opener = useAskedAct('begin', open)
  return (
    <>
      <button ref={opener} type="button" className={controls.button} onClick={() => open(null)}>
        {t('beginAnInvestigation')}
      </button>
      {isOpen && <BeginDialog about={service} onClose={() => setOpen(false)} />}
    </>
  )
}

function InvestigationCard({ investigation }: { investigation: Investigation }) {
  const { id, title, question, service, metric, runs, changedAtMs } = investigation
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const open = runs.filter(({ toMs }) => toMs === null).length
  return (
    <li className={styles.card} data-investigation={id}>
      <h2>
        <Link href={investigationAddress(id)}>{title}</Link>
      </h2>
      {question !== '' && <p>{question}</p>}
      <p className={styles.note}>
        {rich(t('of2', { metric, service, runs: countOf(runs.length, 'run') }), <code />)}
        {open > 0 && t('ofThemUnderWay', { open })}{' '}
        {rich(
          t('changed', { changedAtMs: formatMoment(changedAtMs, nowMs) }),
          <time dateTime={isoTime(changedAtMs)} />,
        )}
      </p>
    </li>
  )
}

function NoInvestigations() {
  return (
    <div className={styles.card}>
      <p>{t('nothingIsInvestigatedYet')}</p>
      <p className={styles.note}>{t('anInvestigationComparesRuns')}</p>
      <pre className={styles.command}>npx tidemark run --set KEEP_ALIVE=false -- node server.js</pre>
    </div>
  )
}
