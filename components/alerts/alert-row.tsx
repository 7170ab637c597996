'use client'

import Link from 'next/link'
import { Fragment } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { heldWords, limitWords, nearWords, sinceWords } from '../../lib/format/alert-facts'
import { standingOf } from '../../lib/format/alert-words'
import { formatMoment } from '../../lib/format/clock'
import type { Alert } from '../../lib/protocol/alerts'
import { ForRole } from '../access/for-role'
import { FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { StandingLabel } from '../words/word'
import { AckButton } from './ack-button'
import type { ShownProcess } from './alert-groups'
import { alertAddress } from './alerts-view'
import styles from './group-card.module.css'
import { t } from '../../lib/words/en/alerts'
import { rich } from '../words/rich'

interface AlertRowProps {
  shown: ShownProcess
  nowMs: number
  /** The only one of its group, whose head says and does the same. */
  isAlone: boolean
  onChanged: () => void
}

/** One process: why, since when, until when, after what, and who knows of it. */
export function AlertRow({ shown, nowMs, isAlone, onChanged }: AlertRowProps) {
  const { lead, alerts } = shown
  const standing = standingOf(lead)
  const waiting = alerts.filter((alert) => standingOf(alert) === 'waiting')
  const { service, instance, rule } = lead
  return (
    <li className={styles.row} data-alert={lead.id} data-alert-process={lead.process}>
      <div className={styles.who}>
        <Link href={alertAddress(lead.id)}>
          {instance}
          {lead.series !== undefined && <span className={styles.series}> {lead.series}</span>}
        </Link>
        {!isAlone && <StandingLabel standing={standing} />}
        {!isAlone && waiting.length > 0 && (
          <AckButton words={`${service} ${instance} ${rule}`} about={{ alerts: waiting }} onDone={onChanged} isSmall />
        )}
      </div>
      <p className={styles.reason}>{lead.reason}</p>
      <p className={styles.facts}>{factsOf(lead, nowMs).join(' · ')}</p>
      {alerts.length > 1 && <AlsoIn alerts={alerts.slice(1)} />}
      <Acknowledgements alerts={alerts} nowMs={nowMs} onChanged={onChanged} />
    </li>
  )
}

/** The same rule, broken by more series of the process. */
function AlsoIn({ alerts }: { alerts: readonly Alert[] }) {
  return (
    <p className={styles.facts}>
      {t('alsoIn')}{' '}
      {alerts.map((alert, at) => (
        <Fragment key={alert.id}>
          {at > 0 && ', '}
          <Link href={alertAddress(alert.id)}>{alert.series ?? t('theProcessAsA')}</Link>
        </Fragment>
      ))}
    </p>
  )
}

/** The reason has the slope and what grows with it; here is the rest. */
function factsOf(alert: Alert, nowMs: number): string[] {
  const { growth, near, flapping } = alert
  const facts = [
    sinceWords(alert.sinceMs, nowMs),
    growth ? limitWords(growth, nowMs) : '',
    near ? nearWords(near) : '',
    flapping
      ? t('flapsRaisedTimesSince', { raises: flapping.raises, sinceMs: formatMoment(flapping.sinceMs, nowMs) })
      : '',
    heldWords(alert, nowMs),
    alert.state === 'firing' && !alert.isRaised && !alert.held ? t('quietNowAndResolved') : '',
  ]
  return facts.filter((fact) => fact !== '')
}

interface AcknowledgementsProps {
  alerts: readonly Alert[]
  nowMs: number
  onChanged: () => void
}

/** Who took it on and what they said, once where several were taken on by one press; one press takes it back. */
export function Acknowledgements({ alerts, nowMs, onChanged }: AcknowledgementsProps) {
  const acts = new Map<string, Alert[]>()
  for (const alert of alerts) {
    if (!alert.ack) continue
    const key = JSON.stringify([alert.ack.by, alert.ack.note])
    acts.set(key, [...(acts.get(key) ?? []), alert])
  }
  return [...acts].map(([key, taken]) => <Acknowledged key={key} alerts={taken} nowMs={nowMs} onChanged={onChanged} />)
}

function Acknowledged({ alerts, nowMs, onChanged }: AcknowledgementsProps) {
  const { ask } = useClient()
  const doing = useDoing()
  const [first] = alerts
  if (!first?.ack) return null
  const { ack, instance } = first
  const open = alerts.filter(({ state }) => state !== 'resolved')
  const takeBack = async () => {
    const api = alertsApi(ask)
    if (await doing.run(() => Promise.all(open.map(({ id }) => api.takeBack(id))))) onChanged()
  }
  return (
    <div className={styles.ack}>
      <p>
        {rich(t('acknowledgedBy', { by: ack.by, atMs: formatMoment(ack.atMs, nowMs) }), <strong />)}
        {ack.note !== '' && <>: {ack.note}</>}
      </p>
      {open.length > 0 && (
        <ForRole role="operator">
          <button
            type="button"
            className={controls.button}
            disabled={doing.isBusy}
            aria-label={t('takeBackTheAcknowledgement', { instance })}
            onClick={() => void takeBack()}
          >
            {t('takeBack')}
          </button>
        </ForRole>
      )}
      <FormFault fault={doing.fault} />
    </div>
  )
}
