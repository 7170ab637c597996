/** Alerts in words: how one stands, how all of them stand, what a silence is about. */
import type { AlertsSummary } from '../protocol/alert-api'
import type {
  Alert,
  AlertMatch,
  ChannelKind,
  DeliveryState,
  GrowthFacts,
  MessageKind,
  NearAnnotation,
} from '../protocol/alerts'
import type { FlagWord } from '../protocol/vocabulary'
import { formatMoment } from './clock'
import { countOf } from './counts'
import { formatDuration, formatSpan } from './durations'
import { formatSlope, formatSlopeInterval } from './rates'
import type { Tone } from './words'

export type Standing = 'waiting' | 'acknowledged' | 'silenced' | 'pending' | 'resolved'

/** Whether it waits for somebody, and if not, why not. */
export function standingOf(alert: Pick<Alert, 'state' | 'ack' | 'silencedBy'>): Standing {
  if (alert.state !== 'firing') return alert.state
  if (alert.silencedBy.length > 0) return 'silenced'
  return alert.ack ? 'acknowledged' : 'waiting'
}

/** What asks for a person comes first. */
export const STANDING: Record<Standing, { word: string; tone: Tone }> = {
  waiting: { word: 'firing', tone: 'bad' },
  acknowledged: { word: 'acknowledged', tone: 'note' },
  silenced: { word: 'silenced', tone: 'quiet' },
  pending: { word: 'pending', tone: 'warn' },
  resolved: { word: 'resolved', tone: 'good' },
}

const STANDING_ORDER = Object.keys(STANDING) as Standing[]

/** Smaller matters more. */
export function standingRank(standing: Standing): number {
  return STANDING_ORDER.indexOf(standing)
}

export function alertsHeadline({ pending, firing, waiting }: AlertsSummary): { text: string; tone: Tone } {
  const soon = pending > 0 ? `; ${pending} more ${pending === 1 ? 'is' : 'are'} pending` : ''
  if (waiting > 0)
    return {
      text: `${countOf(waiting, 'alert')} ${waiting === 1 ? 'waits' : 'wait'} for somebody${soon}.`,
      tone: 'bad',
    }
  if (firing > 0)
    return {
      text: `${countOf(firing, 'alert')} ${firing === 1 ? 'fires' : 'fire'}, and somebody knows of ${firing === 1 ? 'it' : 'each'}${soon}.`,
      tone: 'note',
    }
  if (pending > 0) return { text: `Nothing fires; ${countOf(pending, 'alert')} pending.`, tone: 'warn' }
  return { text: 'Nothing fires.', tone: 'good' }
}

/** `+12.4 MiB/h (90 %: +10.1 to +14.9 MiB/h)`; empty where the slope is not known. */
export function slopeWords({ slopePerHour, slopeCi90, unit }: GrowthFacts): string {
  if (slopePerHour === null) return ''
  return `${formatSlope(slopePerHour, unit)}${slopeCi90 ? ` (90 %: ${formatSlopeInterval(slopeCi90, unit)})` : ''}`
}

/** `limit in 5 to 7 min`; empty where no limit is known. */
export function limitWords({ limitAtMs }: GrowthFacts, nowMs: number): string {
  if (!limitAtMs) return ''
  const [soonest, latest] = limitAtMs
  if (soonest <= nowMs) return 'can reach its limit at any moment'
  return `limit in ${formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs)}`
}

/** `began 4 min after gateway 1.4.2`. A begin is known to some minutes: just before may well be after. */
export function nearWords({ title, beforeMs }: NearAnnotation): string {
  return beforeMs < 60_000 ? `began with ${title}` : `began ${formatDuration(beforeMs)} after ${title}`
}

/** `growth of gateway, zone=eu`. */
export function matchWords({ service, process, rule, labels }: AlertMatch): string {
  const of = [process, service].filter((part) => part !== undefined).join(' in ')
  const what = rule === undefined ? 'everything' : rule
  const subject = of === '' ? what : `${what} of ${of}`
  const tags = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`)
  return [subject, ...tags].join(', ')
}

/** `since 14:02:11 (3 min)`. */
export function sinceWords(atMs: number, nowMs: number): string {
  return `since ${formatMoment(atMs, nowMs)} (${formatDuration(nowMs - atMs)})`
}

export const MESSAGE: Record<MessageKind, string> = {
  firing: 'fires',
  update: 'changed',
  repeat: 'still fires',
  escalated: 'escalated',
  resolved: 'resolved',
  test: 'test',
}

export const DELIVERY: Record<DeliveryState, { word: string; tone: Tone }> = {
  sent: { word: 'sent', tone: 'good' },
  queued: { word: 'queued', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
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
  growth: 'a series rises, and neither load nor warm-up explains it',
  saturated: 'a pool is at its max, and stays there',
  rejecting: 'a full structure turns work away',
  orphaned: 'a map and its partner differ, and stay so',
  'not-draining': 'pending calls do not return to their floor',
  'near-limit': 'memory is close to its limit',
  'restart-masked': 'it grows in every life, and restarts hide it',
  silent: 'no frames come any more',
}

/** Why nothing changes about it for now; empty where nothing holds it. */
export function heldWords({ held }: Pick<Alert, 'held'>, nowMs: number): string {
  if (!held) return ''
  const why = held.why === 'silent' ? 'its process is silent' : 'its detector does not know yet'
  return `held ${sinceWords(held.sinceMs, nowMs)}: ${why}`
}

export const RESOLUTION: Record<NonNullable<Alert['resolution']>, string> = {
  quiet: 'quiet for long enough',
  forgotten: 'its process was forgotten',
  'switched-off': 'its rule was switched off',
}
