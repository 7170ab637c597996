/** Alerts of one service and rule as one thing, as they are told; what matters most first. */
import { standingOf, standingRank, type Standing } from '../../lib/format/alert-words'
import { flagRank } from '../../lib/format/words'
import type { Alert, AlertGroup } from '../../lib/protocol/alerts'

/** The alerts of one process in a group: often one leak in several series. */
export interface ShownProcess {
  process: string
  /** What stands for it: the worst of them. */
  lead: Alert
  /** All of them, the worst first. */
  alerts: Alert[]
}

export interface ShownGroup extends AlertGroup {
  key: string
  /** The worst first. */
  alerts: Alert[]
  processes: ShownProcess[]
  /** That of the worst. */
  standing: Standing
  /** The earliest begin. */
  sinceMs: number
  /** Which of them wait for somebody. */
  waiting: number
}

export function groupAlerts(alerts: readonly Alert[]): ShownGroup[] {
  const groups = new Map<string, Alert[]>()
  for (const alert of alerts) {
    const key = `${alert.rule} ${alert.service}`
    groups.set(key, [...(groups.get(key) ?? []), alert])
  }
  return [...groups].map(([key, members]) => groupOf(key, members)).sort(compareGroups)
}

function groupOf(key: string, members: readonly Alert[]): ShownGroup {
  const alerts = members.toSorted(compareAlerts)
  const [worst] = alerts
  if (!worst) throw new Error('a group without an alert')
  return {
    key,
    service: worst.service,
    rule: worst.rule,
    alerts,
    processes: byProcess(alerts),
    standing: standingOf(worst),
    sinceMs: Math.min(...alerts.map(({ sinceMs }) => sinceMs)),
    waiting: alerts.filter((alert) => standingOf(alert) === 'waiting').length,
  }
}

/** In the order of their worst alerts. */
function byProcess(alerts: readonly Alert[]): ShownProcess[] {
  const processes = new Map<string, ShownProcess>()
  for (const alert of alerts) {
    const known = processes.get(alert.process)
    if (known) known.alerts.push(alert)
    else processes.set(alert.process, { process: alert.process, lead: alert, alerts: [alert] })
  }
  return [...processes.values()]
}

function compareGroups(a: ShownGroup, b: ShownGroup): number {
  return (
    standingRank(a.standing) - standingRank(b.standing) ||
    flagRank(a.rule) - flagRank(b.rule) ||
    b.processes.length - a.processes.length ||
    a.service.localeCompare(b.service)
  )
}

/** By standing, then by the soonest limit, then by the steepest slope, then by name. */
export function compareAlerts(a: Alert, b: Alert): number {
  const limit = ({ growth }: Alert) => growth?.limitAtMs?.[0] ?? Number.MAX_SAFE_INTEGER
  const slope = ({ growth }: Alert) => growth?.slopePerHour ?? 0
  return (
    standingRank(standingOf(a)) - standingRank(standingOf(b)) ||
    limit(a) - limit(b) ||
    slope(b) - slope(a) ||
    a.instance.localeCompare(b.instance)
  )
}
