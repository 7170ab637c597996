'use client'

import Link from 'next/link'
import { alertsApi } from '../../lib/client/alerts-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { limitWords, nearWords, sinceWords, slopeWords, standingOf } from '../../lib/format/alert-words'
import { formatMoment } from '../../lib/format/clock'
import type { Alert } from '../../lib/protocol/alerts'
import { FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { StandingLabel } from '../words/word'
import { AckButton } from './ack-button'
import { alertAddress } from './alerts-view'
import styles from './group-card.module.css'

interface AlertRowProps {
  alert: Alert
  nowMs: number
  /** The only one of its group, whose head says and does the same. */
  isAlone: boolean
  onChanged: () => void
}

/** One process: why, since when, how fast, until when, after what, and who knows of it. */
export function AlertRow({ alert, nowMs, isAlone, onChanged }: AlertRowProps) {
  const standing = standingOf(alert)
  const facts = factsOf(alert, nowMs)
  return (
    <li className={styles.row} data-alert={alert.id} data-alert-process={alert.process}>
      <div className={styles.who}>
        <Link href={alertAddress(alert.id)}>
          {alert.instance}
          {alert.series !== undefined && <span className={styles.series}> {alert.series}</span>}
        </Link>
        {!isAlone && <StandingLabel standing={standing} />}
        {!isAlone && standing === 'waiting' && <AckButton about={{ alert }} onDone={onChanged} isSmall />}
      </div>
      <p className={styles.reason}>{alert.reason}</p>
      <p className={styles.facts}>{facts.join(' · ')}</p>
      {alert.ack && <Acknowledged alert={alert} nowMs={nowMs} onChanged={onChanged} />}
    </li>
  )
}

export function factsOf(alert: Alert, nowMs: number): string[] {
  const { growth, near, flapping } = alert
  const facts = [
    sinceWords(alert.sinceMs, nowMs),
    ...(growth ? [slopeWords(growth), limitWords(growth, nowMs), growth.cause ?? ''] : []),
    near ? nearWords(near) : '',
    flapping ? `flaps: raised ${flapping.raises} times since ${formatMoment(flapping.sinceMs, nowMs)}` : '',
    alert.state === 'firing' && !alert.isRaised ? 'quiet now, and resolved if it stays so' : '',
  ]
  return facts.filter((fact) => fact !== '')
}

/** Who took it on and what they said; one press takes it back. */
export function Acknowledged({ alert, nowMs, onChanged }: { alert: Alert; nowMs: number; onChanged: () => void }) {
  const { ask } = useClient()
  const doing = useDoing()
  const { ack } = alert
  if (!ack) return null
  return (
    <div className={styles.ack}>
      <p>
        Acknowledged by <strong>{ack.by}</strong>, {formatMoment(ack.atMs, nowMs)}
        {ack.note !== '' && <>: {ack.note}</>}
      </p>
      {alert.state !== 'resolved' && (
        <button
          type="button"
          className={controls.button}
          disabled={doing.isBusy}
          aria-label={`Take back the acknowledgement of ${alert.instance}`}
          onClick={() =>
            void doing.run(() => alertsApi(ask).takeBack(alert.id)).then((isDone) => isDone && onChanged())
          }
        >
          Take back
        </button>
      )}
      <FormFault fault={doing.fault} />
    </div>
  )
}
