'use client'

import Link from 'next/link'
import { useCallback, useMemo, useState } from 'react'
import { alertsApi, type AlertsQuery } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { formatCount } from '../../lib/format/counts'
import type { Alert } from '../../lib/protocol/alerts'
import { FLAG_WORDS } from '../../lib/protocol/vocabulary'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { GroupCard } from './group-card'
import { groupAlerts } from './alert-groups'
import { Nothing } from './nothing'
import styles from './alerts-page.module.css'
import type { AlertsView } from './alerts-view'
import { t } from '../../lib/words/en/alerts'
import { rich } from '../words/rich'

/** As many as the hub gives at once, and as many pages as are put into groups here. */
const PAGE = 200
const PAGES = 5
const GROUPS_AT_FIRST = 20

interface ActiveAlertsProps {
  view: AlertsView
  onReset: () => void
}

/** What is pending and what fires, by service and rule. */
export function ActiveAlerts({ view, onReset }: ActiveAlertsProps) {
  const { state, service, rule } = view
  const settledService = useSettled(service)
  const q = useSettled(view.query)
  const revision = useClientState(({ alerts }) => alerts.revision)
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => loadPages(ask, { state, service: settledService, rule, q, limit: PAGE }, signal),
    [state, settledService, rule, q],
  )
  const asked = useAsked(load, { revision, keepsOld: true })
  const { value, again } = asked
  const groups = useMemo(() => groupAlerts(value?.alerts ?? []), [value])
  const [shown, setShown] = useState(GROUPS_AT_FIRST)
  const isFiltered = state !== 'active' || service !== null || rule !== null || view.query !== ''
  if (value === null) return <Unanswered asked={asked} />
  if (groups.length === 0)
    return isFiltered ? (
      <Nothing text={t('noActiveAlertMatches')} act={t('showAll')} onAct={onReset} />
    ) : (
      <NothingFires />
    )
  return (
    <section className={styles.groups} aria-label={t('activeAlerts')}>
      <Unanswered asked={asked} />
      {groups.slice(0, shown).map((group) => (
        <GroupCard key={group.key} group={group} onChanged={again} />
      ))}
      {groups.length > shown && (
        <button type="button" className={controls.button} onClick={() => setShown(shown + GROUPS_AT_FIRST)}>
          {t('showMoreGroupsLeft', { length: groups.length - shown })}
        </button>
      )}
      {value.total > value.alerts.length && (
        <p className={styles.note}>
          {t('theseAreTheNewest', { length: formatCount(value.alerts.length), total: formatCount(value.total) })}
        </p>
      )}
    </section>
  )
}

async function loadPages(
  ask: Ask,
  query: AlertsQuery,
  signal: AbortSignal,
): Promise<{ alerts: Alert[]; total: number }> {
  const api = alertsApi(ask)
  // Between two pages alerts may move by one: each is taken once.
  const alerts = new Map<string, Alert>()
  let total = 0
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await api.list({ ...query, offset: page * PAGE }, signal)
    for (const alert of answer.alerts) alerts.set(alert.id, alert)
    total = answer.total
    if ((page + 1) * PAGE >= total || answer.alerts.length === 0) break
  }
  return { alerts: [...alerts.values()], total }
}

function NothingFires() {
  return (
    <div className={styles.empty}>
      <h2>{t('nothingFiresAndNothing')}</h2>
      <p>{t('whenAProcessBreaks', { join: FLAG_WORDS.join(', ') })}</p>
      <p>{rich(t('howLongEachRule'), <Link href="/settings#rules" />, <Link href="/settings#channels" />)}</p>
    </div>
  )
}
