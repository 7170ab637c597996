'use client'

import Link from 'next/link'
import { useCallback } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { RESOLUTION } from '../../lib/format/alert-words'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { Alert } from '../../lib/protocol/alerts'
import { Pages } from '../shell/pages'
import { FlagLabel } from '../words/word'
import styles from './alerts-page.module.css'
import { alertAddress, type AlertsView } from './alerts-view'

const PAGE = 50

/** What is over, newest first, a page at a time. */
export function HistoryList({ view, onPage }: { view: AlertsView; onPage: (page: number) => void }) {
  const { rule, page } = view
  const service = useSettled(view.service)
  const q = useSettled(view.query)
  const revision = useClientState(({ alerts }) => alerts.revision)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) =>
      alertsApi(ask).list({ state: 'resolved', service, rule, q, limit: PAGE, offset: page * PAGE }, signal),
    [service, rule, q, page],
  )
  const { value, fault } = useAsked(load, { revision, keepsOld: true })
  if (fault !== null && value === null) return <p className={styles.fault}>{fault}</p>
  if (value === null) return <p aria-busy="true">Asking the hub…</p>
  if (value.alerts.length === 0)
    return (
      <p className={styles.empty}>
        {value.total === 0
          ? 'No alert is over. Each that resolves is kept here, with what was sent of it.'
          : 'This page is empty.'}
      </p>
    )
  return (
    <section className={styles.section} aria-label="Resolved alerts">
      <div className={styles.tableBox} tabIndex={0} role="region" aria-label="Table of resolved alerts">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Process</th>
              <th scope="col">Rule</th>
              <th scope="col">Began</th>
              <th scope="col">Resolved</th>
              <th scope="col">Lasted</th>
              <th scope="col">Acknowledged</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {value.alerts.map((alert) => (
              <Row key={alert.id} alert={alert} nowMs={nowMs} />
            ))}
          </tbody>
        </table>
      </div>
      <Pages label="Pages of the history" total={value.total} per={PAGE} page={page} onPage={onPage} />
    </section>
  )
}

function Row({ alert, nowMs }: { alert: Alert; nowMs: number }) {
  return (
    <tr data-alert={alert.id}>
      <th scope="row">
        <Link href={alertAddress(alert.id)}>
          {alert.service} {alert.instance}
        </Link>
        {alert.series !== undefined && <span className={styles.series}>{alert.series}</span>}
      </th>
      <td>
        <FlagLabel flag={alert.rule} />
      </td>
      <td>{formatMoment(alert.sinceMs, nowMs)}</td>
      <td>
        {formatMoment(alert.resolvedAtMs, nowMs)}
        {alert.resolution && alert.resolution !== 'quiet' && (
          <span className={styles.series}>{RESOLUTION[alert.resolution]}</span>
        )}
      </td>
      <td>{formatDuration(alert.resolvedAtMs === null ? null : alert.resolvedAtMs - alert.sinceMs)}</td>
      <td>{alert.ack ? alert.ack.by : 'by nobody'}</td>
      <td className={styles.long}>{alert.reason}</td>
    </tr>
  )
}
