/** A message in words, made once for every kind of channel: each only lays them out. Times are in UTC and say so. */
import { countOf } from '../../format/counts'
import { formatDuration, formatSpan } from '../../format/durations'
import { formatSlope, formatSlopeInterval } from '../../format/rates'
import type { AlertMessage, AlertTold, GrowthFacts, MessageKind } from '../../protocol/alerts'
import type { FlagWord } from '../../protocol/vocabulary'

export type Severity = 'critical' | 'error' | 'warning' | 'info'

export interface Line {
  label: string
  text: string
  /** The text is an address. */
  isLink?: true
}

export interface ToldText {
  /** `host-a/0 · memory.live_set` */
  name: string
  lines: Line[]
  link: string
}

export interface MessageText {
  /** `Firing` */
  state: string
  /** `Firing: gateway: 3 processes grow` */
  title: string
  severity: Severity
  /** `#rrggbb` */
  color: string
  worst: ToldText[]
  /** `and 37 more`; `null` where all are told. */
  more: string | null
  link: string
}

const STATE_WORDS: Record<MessageKind, string> = {
  firing: 'Firing',
  update: 'Update',
  repeat: 'Still firing',
  escalated: 'Nobody took it on',
  resolved: 'Resolved',
  test: 'Test',
}

const SEVERITIES: Record<FlagWord, Severity> = {
  'near-limit': 'critical',
  rejecting: 'error',
  silent: 'error',
  growth: 'warning',
  saturated: 'warning',
  orphaned: 'warning',
  'not-draining': 'warning',
  'restart-masked': 'warning',
}

const COLORS: Record<Severity, string> = { critical: '#b3261e', error: '#c4441c', warning: '#b26a00', info: '#2e7d32' }

export function severityOf(rule: FlagWord): Severity {
  return SEVERITIES[rule]
}

export function textOf(message: AlertMessage): MessageText {
  const state = STATE_WORDS[message.kind]
  const severity = message.kind === 'resolved' || message.kind === 'test' ? 'info' : severityOf(message.group.rule)
  const untold = message.count - message.worst.length
  return {
    state,
    title: `${state}: ${message.title}`,
    severity,
    color: COLORS[severity],
    worst: message.worst.map((told) => toldText(told, message.atMs)),
    more: untold > 0 ? `and ${untold} more` : null,
    link: message.link,
  }
}

/** Everything as plain lines, for the text part of a mail and for kinds that know no layout. */
export function plainText(text: MessageText): string {
  const alerts = text.worst.map((told) =>
    [told.name, ...told.lines.map(({ label, text: words }) => `  ${label}: ${words}`), `  ${told.link}`].join('\n'),
  )
  return [...alerts, ...(text.more ? [text.more] : []), `All of them: ${text.link}`].join('\n\n')
}

function toldText(told: AlertTold, nowMs: number): ToldText {
  const lines: (Line | null)[] = [
    { label: 'What', text: told.reason },
    speedLine(told.growth),
    { label: 'Since', text: `${moment(told.sinceMs)} (${formatDuration(nowMs - told.sinceMs)} ago)` },
    nearLine(told),
    limitLine(told.growth, nowMs),
    told.growth?.cause ? { label: 'Likely cause', text: told.growth.cause } : null,
    told.difference ? { label: 'What grew', text: told.difference, isLink: true } : null,
    flappingLine(told),
    told.ack ? { label: 'Taken on', text: `by ${told.ack.by}${told.ack.note ? `: ${told.ack.note}` : ''}` } : null,
    told.resolvedAtMs === null ? null : { label: 'Ended', text: moment(told.resolvedAtMs) },
  ]
  return {
    name: told.series ? `${told.instance} · ${told.series}` : told.instance,
    lines: lines.filter((line) => line !== null),
    link: told.link,
  }
}

function speedLine(growth: GrowthFacts | null): Line | null {
  if (!growth || growth.slopePerHour === null) return null
  const { slopePerHour, slopeCi90, unit } = growth
  const interval = slopeCi90 ? ` (90 % sure of ${formatSlopeInterval(slopeCi90, unit)})` : ''
  return { label: 'How fast', text: `${formatSlope(slopePerHour, unit)}${interval}` }
}

function nearLine({ near }: AlertTold): Line | null {
  if (!near) return null
  return { label: 'What happened then', text: `it began ${formatDuration(near.beforeMs)} after ${near.title}` }
}

function limitLine(growth: GrowthFacts | null, nowMs: number): Line | null {
  if (!growth?.limitAtMs) return null
  const [soonest, latest] = growth.limitAtMs
  if (soonest <= nowMs) return { label: 'Limit', text: 'may be reached at any moment' }
  const inWords = formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs)
  return { label: 'Limit', text: `reached in ${inWords}, at ${moment(soonest)} at the soonest` }
}

function flappingLine({ flapping }: AlertTold): Line | null {
  if (!flapping) return null
  return { label: 'It flaps', text: `${countOf(flapping.raises, 'time')} up since ${moment(flapping.sinceMs)}` }
}

/** `2026-11-21 14:03 UTC` */
export function moment(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
