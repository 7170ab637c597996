/** What can be done to a process, an alert, a service or a chart. What changes something opens a dialog first, on the page of that. */
import { standingOf } from '../../lib/format/alert-words'
import { DEFAULT_SPAN_MS } from '../../lib/client/view-range'
import type { Role } from '../../lib/protocol/access'
import type { Alert } from '../../lib/protocol/alerts'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import { compareToAddress, type Beside } from '../compare/compare-data'
import { serviceQuery } from '../fleet/fleet-view'
import { askingAddress, type AskedAct } from '../shell/use-asked-act'
import type { Act, Thing } from './acts-on'
import { alertTargets, processTargets } from './targets'
import { t } from '../../lib/words/en/palette'

/** What the page shows, by its address. */
export interface OnScreen {
  /** The address of the process that is on screen, with its range. */
  address: string
  process: string | null
  alert: string | null
}

type ForRole<T extends Thing> = Act<T> & { role: Role }

export function actsFor<T extends Thing>(acts: readonly ForRole<T>[], mayOperate: boolean): Act<T>[] {
  return acts.filter(({ role }) => role === 'viewer' || mayOperate)
}

const shownFirst = <T extends Thing>(things: readonly T[]) =>
  things.toSorted((a, b) => Number(b.isShown) - Number(a.isShown))
const always = () => true

export interface ProcessThing extends Thing {
  address: string
  process: ProcessSummary
  hasSiblings: boolean
}

export function processThings(processes: readonly ProcessSummary[], shown: OnScreen): ProcessThing[] {
  const counts = new Map<string, number>()
  for (const { service } of processes) counts.set(service, (counts.get(service) ?? 0) + 1)
  const targets = processTargets(processes)
  const things = processes.flatMap((process, at): ProcessThing[] => {
    const target = targets[at]
    if (!target?.href) return []
    const isShown = process.id === shown.process
    const hasSiblings = (counts.get(process.service) ?? 0) > 1
    return [{ ...target, process, hasSiblings, isShown, address: isShown ? shown.address : target.href }]
  })
  return shownFirst(things)
}

/** Its agent can be asked for something. */
const answers = ({ process }: ProcessThing) => process.state !== 'gone'

const asked = (act: AskedAct) => ({
  key: act,
  role: 'operator' as const,
  hrefOf: ({ address }: ProcessThing) => askingAddress(address, act),
})

const beside = (what: Beside) => ({
  key: what,
  role: 'viewer' as const,
  hrefOf: ({ process: { id } }: ProcessThing) => {
    const view = { ids: [id], series: null, spanMs: DEFAULT_SPAN_MS, align: 'clock' as const, days: 1, beside: what }
    return `/compare?${compareToAddress(view)}`
  },
})

export const processActs = (): ForRole<ProcessThing>[] => [
  { ...asked('collect'), name: (of) => t('collectOf', { of }), about: t('garbageCollection'), fits: answers },
  { ...asked('profile'), name: (of) => t('profileOf', { of }), about: t('allocationProfile'), fits: answers },
  { ...asked('snapshot'), name: (of) => t('snapshotOf', { of }), about: t('pauseAndMemoryTold'), fits: answers },
  { ...asked('note'), name: (of) => t('noteOn', { of }), about: t('markOnCharts'), fits: always },
  {
    ...beside('siblings'),
    name: (of) => t('besideSiblings', { of }),
    about: t('processesOfItsService'),
    fits: ({ hasSiblings }) => hasSiblings,
  },
  { ...beside('day'), name: (of) => t('besideDay', { of }), about: t('timeRange'), fits: always },
  {
    ...beside('lives'),
    name: (of) => t('besideLives', { of }),
    about: t('beforeItsRestarts'),
    fits: ({ process }) => process.lives > 1,
  },
]

export interface AlertThing extends Thing {
  address: string
  alert: Alert
}

export function alertThings(alerts: readonly Alert[], shown: OnScreen): AlertThing[] {
  const targets = alertTargets(alerts)
  const things = alerts.flatMap((alert, at): AlertThing[] => {
    const target = targets[at]
    return target?.href ? [{ ...target, alert, isShown: alert.id === shown.alert, address: target.href }] : []
  })
  return shownFirst(things)
}

export const alertActs = (): ForRole<AlertThing>[] => [
  {
    key: 'acknowledge',
    role: 'operator',
    name: (of) => t('acknowledgeOf', { of }),
    about: t('alert'),
    fits: ({ alert }) => standingOf(alert) === 'waiting',
    hrefOf: ({ address }) => askingAddress(address, 'acknowledge'),
  },
  {
    key: 'silence',
    role: 'operator',
    name: (of) => t('silenceOf', { of }),
    about: t('alert'),
    fits: always,
    hrefOf: ({ address }) => askingAddress(address, 'silence'),
  },
]

export function serviceThings(
  processes: readonly ProcessSummary[],
  alerts: readonly Alert[],
  shown: OnScreen,
): Thing[] {
  const own = [
    processes.find(({ id }) => id === shown.process)?.service,
    alerts.find(({ id }) => id === shown.alert)?.service,
  ]
  const names = [...new Set([...processes, ...alerts].map(({ service }) => service))].toSorted()
  return shownFirst(names.map((name) => ({ key: name, name, about: t('service'), isShown: own.includes(name) })))
}

export const serviceActs = (): ForRole<Thing>[] => [
  {
    key: 'only',
    role: 'viewer',
    name: (of) => t('onlyOf', { of }),
    about: t('processesOfTheService'),
    fits: always,
    hrefOf: ({ name }) => `/?${new URLSearchParams({ q: serviceQuery(name) }).toString()}`,
  },
  {
    key: 'alerts',
    role: 'viewer',
    name: (of) => t('alertsOf', { of }),
    about: t('service'),
    fits: always,
    hrefOf: ({ name }) => `/alerts?${new URLSearchParams({ service: name }).toString()}`,
  },
  {
    key: 'silence service',
    role: 'operator',
    name: (of) => t('silenceAllOf', { of }),
    about: t('service'),
    fits: always,
    hrefOf: ({ name }) => askingAddress('/alerts?tab=silences', 'silence', name),
  },
  {
    key: 'investigate',
    role: 'operator',
    name: (of) => t('investigateOf', { of }),
    about: t('service'),
    fits: always,
    hrefOf: ({ name }) => askingAddress('/investigations', 'begin', name),
  },
]

/** The series of the process on screen. None is offered unless it is typed: there may be a thousand. */
export function chartThings(processes: readonly ProcessSummary[], shown: OnScreen): Thing[] {
  const series = processes.find(({ id }) => id === shown.process)?.series ?? []
  return series.map(({ name }) => ({ key: name, name, about: t('chart'), isShown: false }))
}

export const chartActs = ({ address }: OnScreen): ForRole<Thing>[] => [
  {
    key: 'table',
    role: 'viewer',
    name: (of) => t('tableOf', { of }),
    about: t('numbersOfTheChart'),
    fits: always,
    hrefOf: ({ name }) => {
      const [path = '', search] = address.split('?')
      const params = new URLSearchParams(search)
      params.set('series', name)
      return askingAddress(`${path}?${params.toString()}`, 'table')
    },
  },
]
