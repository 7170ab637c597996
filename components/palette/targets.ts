/** What the palette leads to: pages and acts that are always there, and what the hub knows of. */
import { standingOf, STANDING } from '../../lib/format/alert-words'
import { processName } from '../../lib/format/headline'
import { FLAG } from '../../lib/format/words'
import type { Alert } from '../../lib/protocol/alerts'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import type { Target } from './matching'
import { t } from '../../lib/words/en/palette'

/** Where it leads, or what it does. */
export interface PaletteTarget extends Target {
  href?: string
  act?: () => void
}

const PAGES = [
  {
    href: '/',
    get name() {
      return t('allProcesses')
    },
  },
  {
    href: '/?wall=1',
    get name() {
      return t('wallBoard')
    },
  },
  {
    href: '/alerts',
    get name() {
      return t('alerts')
    },
  },
  {
    href: '/alerts?tab=silences',
    get name() {
      return t('silences')
    },
  },
  {
    href: '/investigations',
    get name() {
      return t('investigations')
    },
  },
  {
    href: '/findings',
    get name() {
      return t('findings')
    },
  },
  {
    href: '/settings',
    get name() {
      return t('settings')
    },
  },
] as const

export function pageTargets(): PaletteTarget[] {
  return PAGES.map(({ href, name }) => ({ key: `page ${href}`, name, about: t('page'), href }))
}

const processPath = (id: string) => `/process?id=${encodeURIComponent(id)}`

export function processTargets(processes: readonly ProcessSummary[]): PaletteTarget[] {
  return processes.map((process) => ({
    key: `process ${process.id}`,
    name: processName(process),
    about: [
      process.state,
      ...process.flags.map((flag) => FLAG[flag].word),
      process.host,
      ...Object.entries(process.labels).map((pair) => pair.join('=')),
    ].join(' '),
    href: processPath(process.id),
  }))
}

/** Of all processes, those of the one on screen first. */
export function seriesTargets(processes: readonly ProcessSummary[], shown: string | null): PaletteTarget[] {
  const first = processes.toSorted((a, b) => Number(b.id === shown) - Number(a.id === shown))
  return first.flatMap((process) =>
    process.series.map(({ name, verdict }) => ({
      key: `series ${process.id} ${name}`,
      name,
      about: `${processName(process)} ${verdict}`,
      href: `${processPath(process.id)}&series=${encodeURIComponent(name)}`,
    })),
  )
}

export function alertTargets(alerts: readonly Alert[]): PaletteTarget[] {
  return alerts.map((alert) => ({
    key: `alert ${alert.id}`,
    name: t('of', { word: FLAG[alert.rule].word, alert: processName(alert) }),
    about: [STANDING[standingOf(alert)].word, alert.series ?? ''].join(' ').trim(),
    href: `/alerts?id=${encodeURIComponent(alert.id)}`,
  }))
}
