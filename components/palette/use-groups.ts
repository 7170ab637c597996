/** What the palette offers for what is typed, by kinds, and what it knows that from. */
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useAsked } from '../../lib/client/use-asked'
import { useMay } from '../../lib/client/use-me'
import type { Alert } from '../../lib/protocol/alerts'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import {
  actsFor,
  alertActs,
  alertThings,
  chartActs,
  chartThings,
  processActs,
  processThings,
  serviceActs,
  serviceThings,
  type OnScreen,
} from './acts'
import { actsOn } from './acts-on'
import { matching } from './matching'
import { alertTargets, pageTargets, processTargets, seriesTargets } from './targets'
import { useActs } from './use-acts'
import { t } from '../../lib/words/en/palette'

/** More of one kind are not read; another letter finds the others. */
const MOST = 7
const MOST_ALERTS = 200

interface Known {
  processes: readonly ProcessSummary[]
  alerts: readonly Alert[]
}

async function askKnown(ask: Ask, signal: AbortSignal): Promise<Known> {
  const [{ processes }, { alerts }] = await Promise.all([
    ask<{ processes: ProcessSummary[] }>('/api/v1/processes', { signal }),
    alertsApi(ask).list({ state: 'active', limit: MOST_ALERTS }, signal),
  ])
  return { processes, alerts }
}

export function useGroups(query: string, onKeys: () => void) {
  const shown = useOnScreen()
  const { value, fault, isLoading } = useAsked(askKnown)
  const acts = useActs(onKeys)
  const kinds = useMemo(
    () => [
      { title: t('processes'), targets: processTargets(value?.processes ?? []) },
      { title: t('alerts'), targets: alertTargets(value?.alerts ?? []) },
      { title: t('series'), targets: seriesTargets(value?.processes ?? [], shown.process) },
      { title: t('pages'), targets: pageTargets() },
    ],
    [value, shown.process],
  )
  const actsOnThings = useActsOnThings(value, shown)
  const groups = useMemo(() => {
    const known = [...kinds, { title: t('do'), targets: acts }]
    const done = actsOnThings(query)
    // With nothing typed, what can be done to what is on screen comes before all there is to go to.
    return (query.trim() === '' ? [...done, ...known] : [...known, ...done])
      .map(({ title, targets }) => ({ title, ...matching(targets, query, MOST) }))
      .filter(({ targets }) => targets.length > 0)
      .sort((a, b) => a.closest - b.closest)
  }, [kinds, acts, actsOnThings, query])
  return { groups, isAsking: isLoading, fault }
}

/** Of what is known, what can be done to it, for what is typed. */
function useActsOnThings(value: Known | null, shown: OnScreen) {
  const mayOperate = useMay('operator')
  return useMemo(() => {
    const { processes, alerts } = value ?? { processes: [], alerts: [] }
    const ofProcesses = processThings(processes, shown)
    const ofAlerts = alertThings(alerts, shown)
    const ofServices = serviceThings(processes, alerts, shown)
    const ofCharts = chartThings(processes, shown)
    return (query: string) => [
      { title: t('doToProcess'), targets: actsOn(actsFor(processActs(), mayOperate), ofProcesses, query, MOST) },
      { title: t('doToAlert'), targets: actsOn(actsFor(alertActs(), mayOperate), ofAlerts, query, MOST) },
      { title: t('doToService'), targets: actsOn(actsFor(serviceActs(), mayOperate), ofServices, query, MOST) },
      { title: t('doToChart'), targets: actsOn(actsFor(chartActs(shown), mayOperate), ofCharts, query, MOST) },
    ]
  }, [value, shown, mayOperate])
}

function useOnScreen(): OnScreen {
  const path = usePathname()
  const params = useSearchParams()
  return useMemo(() => {
    const id = params.get('id')
    const process = path.startsWith('/process') ? id : null
    const alert = path.startsWith('/alerts') ? id : null
    return { address: `/process?${params.toString()}`, process, alert }
  }, [path, params])
}
