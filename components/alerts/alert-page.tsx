'use client'

import Link from 'next/link'
import { useCallback, useEffect, useState } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { CursorProvider, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useTicks } from '../../lib/client/use-ticks'
import { standingOf } from '../../lib/format/alert-words'
import type { AlertAnswer } from '../../lib/protocol/alert-api'
import type { Alert } from '../../lib/protocol/alerts'
import { firstAndLast } from '../../lib/protocol/captures'
import { WhoMay } from '../access/who-may'
import { NewFinding } from '../findings/new-finding'
import { InvestigateButton } from '../investigations/investigate-button'
import { Unanswered } from '../shell/unanswered'
import { UnansweredPage } from '../shell/unanswered-page'
import { useAskedAct } from '../shell/use-asked-act'
import { FlagLabel, StandingLabel } from '../words/word'
import { AckButton } from './ack-button'
import { AlertCaptures } from './alert-captures'
import { AlertCharts } from './alert-charts'
import { AlertEvidence } from './alert-evidence'
import { AlertMessages } from './alert-messages'
import styles from './alert-page.module.css'
import { Acknowledgements } from './alert-row'
import { alertAddress, processAddress } from './alerts-view'
import { SilenceButton } from './silence-dialog'
import { t } from '../../lib/words/en/alerts'

const CAPTURES_EVERY_MS = 5_000

const hasTwo = ({ captures }: AlertAnswer) => firstAndLast(captures, 'heap-profile') !== null

/** One alert with all that is known of it: how it began, on what evidence, and what was sent. */
export function AlertPage({ id }: { id: string }) {
  const revision = useClientState(({ alerts }) => alerts.revision)
  const load = useCallback((ask: Ask, signal: AbortSignal) => alertsApi(ask).one(id, signal), [id])
  const [waits, setWaits] = useState(false)
  // What the hub captures by itself changes nothing of the alert.
  const ticks = useTicks(waits ? CAPTURES_EVERY_MS : null)
  const asked = useAsked(load, { revision: revision + ticks })
  const { value, again } = asked
  const isWaiting = value?.alert.rule === 'growth' && value.alert.state !== 'resolved' && !hasTwo(value)
  if (isWaiting !== waits) setWaits(isWaiting)
  if (value === null)
    return (
      <UnansweredPage
        asked={asked}
        title={t('alert')}
        failed={t('thisAlertCannotBe')}
        asking={t('askingTheHubFor')}
        all={{ address: '/alerts', text: t('seeAllAlerts') }}
        className={styles.page}
      />
    )
  const { alert, messages, captures } = value
  return (
    <div className={styles.page}>
      <AlertHeader alert={alert} onChanged={again} />
      <Unanswered asked={asked} />
      <CursorProvider>
        <AlertCharts key={alert.id} alert={alert} />
      </CursorProvider>
      <div className={styles.columns}>
        <AlertEvidence alert={alert} />
        <AlertCaptures alert={alert} captures={captures} />
        <AlertMessages messages={messages} />
      </div>
    </div>
  )
}

function AlertHeader({ alert, onChanged }: { alert: Alert; onChanged: () => void }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const standing = standingOf(alert)
  const name = `${alert.service} ${alert.instance}`
  useEffect(() => {
    document.title = t('tidemark', { rule: alert.rule, name })
  }, [alert.rule, name])
  const { service, process, rule } = alert
  // Who comes to acknowledge what somebody has taken on meanwhile is shown that, and not asked once it is taken back.
  useAskedAct(standing === 'waiting' ? null : 'acknowledge', () => undefined)
  return (
    <header className={styles.header}>
      <p className={styles.back}>
        <Link href="/alerts">{t('alerts')}</Link> <span aria-hidden="true">/</span>
      </p>
      <h1>
        <span className={styles.service}>{service}</span> {alert.instance} <FlagLabel flag={rule} />
      </h1>
      <StandingLabel standing={standing} />
      <div className={styles.actions}>
        {standing === 'waiting' && (
          <AckButton words={`${name} ${rule}`} about={{ alerts: [alert] }} onDone={onChanged} isAsked />
        )}
        {alert.state !== 'resolved' && (
          <SilenceButton
            match={{ service, process, rule }}
            label={t('silenceOf', { rule, name })}
            onDone={onChanged}
            isAsked
          />
        )}
        <NewFinding
          title={`${name}: ${alert.reason}`}
          where=""
          evidence={[{ title: t('alertOf', { rule, name }), link: alertAddress(alert.id) }]}
          label={t('makeAFinding')}
        />
        <InvestigateButton alert={alert} />
        <Link href={processAddress(alert, nowMs)}>{t('theProcessAtThat')}</Link>
        <WhoMay role="operator" text={t('operatorsTakeAlertsOn')} />
      </div>
      <p className={styles.reason}>{alert.reason}</p>
      <Acknowledgements alerts={[alert]} nowMs={nowMs} onChanged={onChanged} />
    </header>
  )
}
