/** What is known of an alert, of its messages and of what a silence or a rule is about, in words: only their own screens say it. */
import type { Alert, AlertMatch, ChannelKind, DeliveryState, GrowthFacts, NearAnnotation } from '../protocol/alerts'
import type { FlagWord } from '../protocol/vocabulary'
import { t } from '../words/en/evidence'
import { formatMoment } from './clock'
import { formatDuration, formatSpan } from './durations'
import { formatSlope, formatSlopeInterval } from './rates'
import { toned } from './toned'
import type { Tone } from './words'

/** `+12.4 MiB/h (90 %: +10.1 to +14.9 MiB/h)`; empty where the slope is not known. */
export function slopeWords({ slopePerHour, slopeCi90, unit }: GrowthFacts): string {
  if (slopePerHour === null) return ''
  return `${formatSlope(slopePerHour, unit)}${slopeCi90 ? ` (90 %: ${formatSlopeInterval(slopeCi90, unit)})` : ''}`
}

/** `limit in 5 to 7 min`; empty where no limit is known. */
export function limitWords({ limitAtMs }: GrowthFacts, nowMs: number): string {
  if (!limitAtMs) return ''
  const [soonest, latest] = limitAtMs
  if (soonest <= nowMs) return t('canReachItsLimit')
  return t('limitIn', { soonest: formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs) })
}

/** `began 4 min after gateway 1.4.2`. A begin is known to some minutes: just before may well be after. */
export function nearWords({ title, beforeMs }: NearAnnotation): string {
  return beforeMs < 60_000 ? t('beganWith', { title }) : t('beganAfter', { beforeMs: formatDuration(beforeMs), title })
}

/** `growth of gateway, zone=eu`. */
export function matchWords({ service, process, rule, labels }: AlertMatch): string {
  const of = [process, service].filter((part) => part !== undefined).join(' in ')
  const what = rule === undefined ? t('everything') : rule
  const subject = of === '' ? what : t('of', { what, of })
  const tags = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`)
  return [subject, ...tags].join(', ')
}

/** `since 14:02:11 (3 min)`. */
export function sinceWords(atMs: number, nowMs: number): string {
  return t('since', { atMs: formatMoment(atMs, nowMs), nowMs: formatDuration(nowMs - atMs) })
}

export const DELIVERY: Record<DeliveryState, { word: string; tone: Tone }> = {
  sent: toned(() => t('sent'), 'good'),
  queued: toned(() => t('queued'), 'warn'),
  failed: toned(() => t('failed'), 'bad'),
}

export const CHANNEL_KIND: Record<ChannelKind, string> = {
  webhook: 'Webhook',
  slack: 'Slack',
  discord: 'Discord',
  email: 'E-mail',
  alertmanager: 'Alertmanager',
  ntfy: 'ntfy',
  pagerduty: 'PagerDuty',
}

/** What each rule looks for, in a few words. */
export const FLAG_HELP: Record<FlagWord, string> = {
  get growth() {
    return t('aSeriesRisesAnd')
  },
  get saturated() {
    return t('aPoolIsAt')
  },
  get rejecting() {
    return t('aFullStructureTurns')
  },
  get orphaned() {
    return t('aMapAndIts')
  },
  get 'not-draining'() {
    return t('pendingCallsDoNot')
  },
  get 'near-limit'() {
    return t('memoryIsCloseTo')
  },
  get 'restart-masked'() {
    return t('itGrowsInEvery')
  },
  get silent() {
    return t('noFramesComeAny')
  },
}

/** Why nothing changes about it for now; empty where nothing holds it. */
export function heldWords({ held }: Pick<Alert, 'held'>, nowMs: number): string {
  if (!held) return ''
  const why = held.why === 'silent' ? t('itsProcessIsSilent') : t('itsDetectorDoesNot')
  return t('held', { sinceMs: sinceWords(held.sinceMs, nowMs), why })
}

export const RESOLUTION: Record<NonNullable<Alert['resolution']>, string> = {
  get quiet() {
    return t('quietForLongEnough')
  },
  get forgotten() {
    return t('itsProcessWasForgotten')
  },
  get 'switched-off'() {
    return t('itsRuleWasSwitched')
  },
}
