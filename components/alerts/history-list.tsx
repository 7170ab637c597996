'use client'

import Link from 'next/link'
import { useCallback } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { RESOLUTION } from '../../lib/format/alert-facts'
import { formatMoment, formatZone } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { Alert } from '../../lib/protocol/alerts'
import { Pages } from '../shell/pages'
import { Unanswered } from '../shell/unanswered'
import { FlagLabel } from '../words/word'
import styles from './alerts-page.module.css'
import { Nothing } from './nothing'
import { alertAddress, type AlertsView } from './alerts-view'
import { t } from '../../lib/words/en/alerts'

const PAGE = 50

interface HistoryListProps {
  view: AlertsView
  onPage: (page: number) => void
  onReset: () => void
}

/** What is over, newest first, a page at a time. */
export function HistoryList({ view, onPage, onReset }: HistoryListProps) {
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
  const asked = useAsked(load, { revision, keepsOld: true })
  const { value } = asked
  if (value === null) return <Unanswered asked={asked} />
  if (value.total === 0 && (rule !== null || view.service !== null || view.query !== ''))
    return <Nothing text={t('noAlertThatIs')} act={t('showAll')} onAct={onReset} />
  if (value.alerts.length === 0)
    return value.total === 0 ? (
      <p className={styles.empty}>{t('noAlertIsOver')}</p>
    ) : (
      <Nothing text={t('thereAreNotSo')} act={t('showTheNewest')} onAct={() => onPage(0)} />
    )
  const zone = formatZone(Math.min(...value.alerts.map(({ sinceMs }) => sinceMs)), nowMs)
  return (
    <section className={styles.section} aria-label={t('resolvedAlerts')}>
      <Unanswered asked={asked} />
      <div className={styles.tableBox} tabIndex={0} role="region" aria-label={t('tableOfResolvedAlerts')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('process')}</th>
              <th scope="col">{t('rule')}</th>
              <th scope="col">{t('beganIn', { zone })}</th>
              <th scope="col">{t('resolved2')}</th>
              <th scope="col">{t('lasted')}</th>
              <th scope="col">{t('acknowledged')}</th>
              <th scope="col">{t('why')}</th>
            </tr>
          </thead>
          <tbody>
            {value.alerts.map((alert) => (
              <Row key={alert.id} alert={alert} nowMs={nowMs} />
            ))}
          </tbody>
        </table>
      </div>
      <Pages label={t('pagesOfTheHistory')} total={value.total} per={PAGE} page={page} onPage={onPage} />
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
      <td>{alert.ack ? alert.ack.by : t('byNobody')}</td>
      <td className={styles.long}>{alert.reason}</td>
    </tr>
  )
}
