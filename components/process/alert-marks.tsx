'use client'

import { useMemo, type ReactNode } from 'react'
import { useClientState } from '../../lib/client/react'
import type { Alert } from '../../lib/protocol/alerts'
import { alertAddress } from '../alerts/alerts-view'
import type { Mark } from '../marks/marks'
import { MarksProvider } from '../marks/marks-context'
import { useSteady } from '../marks/use-steady'
import { Unanswered } from '../shell/unanswered'
import { useProcessAlerts } from './process-alerts'
import { t } from '../../lib/words/en/charts'

/** When alerts of the process fired and were over, marked on all charts below; each mark leads to its alert. */
export function AlertMarks({ children }: { children: ReactNode }) {
  const { alerts, fault, again } = useProcessAlerts()
  const isAway = useClientState(({ link }) => link.state === 'away')
  const extra = useSteady(useMemo(() => marksOfAlerts(alerts ?? []), [alerts]))
  return (
    <MarksProvider extra={extra}>
      {fault !== null && !isAway && (
        <Unanswered asked={{ value: null, fault: t('alertsAreNotMarked', { fault }), again }} />
      )}
      {children}
    </MarksProvider>
  )
}

/** An alert that was over before it fired was told to nobody, and has no mark. */
export function marksOfAlerts(alerts: readonly Alert[]): Mark[] {
  return alerts.flatMap(({ id, rule, series, firingAtMs, resolvedAtMs }): Mark[] => {
    if (firingAtMs === null) return []
    const told = {
      title: series === undefined ? rule : t('alertOf', { rule, series }),
      href: alertAddress(id),
    }
    const fired: Mark = { key: `fired ${id}`, atMs: firingAtMs, kind: 'fired', ...told }
    return resolvedAtMs === null ? [fired] : [fired, { key: `quiet ${id}`, atMs: resolvedAtMs, kind: 'quiet', ...told }]
  })
}
