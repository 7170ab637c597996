/** When a group is told of, and what its messages say. `docs/alerts.md` has the rules, A8 to A14. */
import type { Alert, AlertMessage, AlertTold, MessageKind } from '../protocol/alerts'
import { alertsPath, processPath } from './links'
import type { AlertSettings } from './settings'
import type { AlertRecord, GroupState, OutgoingMessage } from './shapes'
import { firingTitle, resolvedTitle } from './words'
import { worstOf } from './worst'

export interface Telling {
  messages: OutgoingMessage[]
  /** Alerts whose memory changed. */
  touched: AlertRecord[]
  /** The episode is over: what fires from now on is another one. */
  isOver: boolean
  /** When time alone brings something about. */
  nextMs: number
}

interface Members {
  /** Not silenced. */
  loud: AlertRecord[]
  untold: AlertRecord[]
  /** Told, and acknowledged by nobody. */
  open: AlertRecord[]
  /** Began to flap since they were told. */
  flapping: AlertRecord[]
  /** Whether any was told, silenced or not. */
  isAnyTold: boolean
}

/** Changes `group` to what it is at `nowMs`. `members`: all that fire; `lookUp` knows those that do no more, too. */
export function tellGroup(
  group: GroupState,
  members: Iterable<AlertRecord>,
  lookUp: (id: string) => Alert | undefined,
  settings: AlertSettings,
  nowMs: number,
): Telling {
  const telling: Telling = { messages: [], touched: [], isOver: false, nextMs: Number.POSITIVE_INFINITY }
  let now = membersOf(members)
  if (now.untold.length === 0) group.gather = null
  if (group.told > 0 && !now.isAnyTold && now.untold.length === 0) {
    telling.messages.push(resolvedMessage(group, lookUp, nowMs))
    telling.isOver = true
    return telling
  }
  if (newsDueMs(group, now, settings) <= nowMs) {
    tellNews(group, now, telling, nowMs)
    now = membersOf(now.loud)
  }
  keepOpenTime(group, now, nowMs)
  if (repeatDueMs(group, now, settings) <= nowMs)
    telling.messages.push(firingMessage(group, 'repeat', now.open, [null, ...group.escalated], nowMs))
  for (const delayMs of escalationsDue(group, settings, nowMs)) {
    group.escalated.push(delayMs)
    if (!group.everEscalated.includes(delayMs)) group.everEscalated.push(delayMs)
    telling.messages.push(firingMessage(group, 'escalated', now.open, [delayMs], nowMs))
  }
  telling.nextMs = Math.min(
    newsDueMs(group, now, settings),
    repeatDueMs(group, now, settings),
    nextEscalationMs(group, settings),
  )
  return telling
}

function membersOf(records: Iterable<AlertRecord>): Members {
  const members: Members = { loud: [], untold: [], open: [], flapping: [], isAnyTold: false }
  for (const record of records) {
    const { alert, memory } = record
    members.isAnyTold ||= memory.wasTold
    if (alert.silencedBy.length > 0) continue
    members.loud.push(record)
    if (memory.isUntold) members.untold.push(record)
    else {
      if (!alert.ack) members.open.push(record)
      if (alert.flapping && !memory.wasFlappingTold) members.flapping.push(record)
    }
  }
  return members
}

function newsDueMs(group: GroupState, { loud, untold, flapping }: Members, settings: AlertSettings): number {
  const told = group.toldAtMs
  const flappingAtMs = flapping.length > 0 && told !== null ? told + settings.updateAfterMs : Number.POSITIVE_INFINITY
  if (untold.length === 0) return flappingAtMs
  const gatheredAtMs = group.gather?.untilMs ?? group.openedAtMs
  if (told === null || untold.some(({ memory }) => memory.isBack)) return Math.min(gatheredAtMs, flappingAtMs)
  const isFew = untold.length < settings.updateShare * (loud.length - untold.length)
  const spacedAtMs = told + (isFew ? settings.repeatMs : settings.updateAfterMs)
  return Math.min(Math.max(gatheredAtMs, spacedAtMs), flappingAtMs)
}

function tellNews(group: GroupState, { loud }: Members, telling: Telling, nowMs: number): void {
  const kind = group.toldAtMs === null ? 'firing' : 'update'
  for (const record of loud) {
    const { alert, memory } = record
    if (!memory.wasTold) group.told++
    if (memory.isUntold || (alert.flapping && !memory.wasFlappingTold)) telling.touched.push(record)
    memory.isUntold = false
    memory.isBack = false
    memory.wasTold = true
    memory.wasFlappingTold = alert.flapping !== null
  }
  group.gather = null
  telling.messages.push(firingMessage(group, kind, loud, [null, ...group.escalated], nowMs))
}

function keepOpenTime(group: GroupState, { open }: Members, nowMs: number): void {
  if (open.length > 0) group.openSinceMs ??= nowMs
  else {
    group.openSinceMs = null
    group.escalated = []
  }
}

function repeatDueMs({ toldAtMs }: GroupState, { open }: Members, { repeatMs }: AlertSettings): number {
  // That it goes up and down was told once, and that has to do.
  if (toldAtMs === null || open.every(({ alert }) => alert.flapping)) return Number.POSITIVE_INFINITY
  return toldAtMs + repeatMs
}

function nextEscalationMs({ openSinceMs, escalated }: GroupState, { escalateAfterMs }: AlertSettings): number {
  if (openSinceMs === null) return Number.POSITIVE_INFINITY
  return openSinceMs + Math.min(...escalateAfterMs.filter((delayMs) => !escalated.includes(delayMs)))
}

function escalationsDue(group: GroupState, settings: AlertSettings, nowMs: number): number[] {
  const { openSinceMs, escalated } = group
  if (openSinceMs === null) return []
  return settings.escalateAfterMs
    .filter((delayMs) => openSinceMs + delayMs <= nowMs && !escalated.includes(delayMs))
    .toSorted((a, b) => a - b)
}

function firingMessage(
  group: GroupState,
  kind: MessageKind,
  about: readonly AlertRecord[],
  audience: (number | null)[],
  nowMs: number,
): OutgoingMessage {
  const alerts = about.map(({ alert }) => alert)
  const worst = worstOf(alerts)
  group.worst = worst.map(({ id }) => id)
  if (kind !== 'escalated') group.toldAtMs = nowMs
  const title = firingTitle(group, alerts, worst, nowMs)
  return outgoing(group, { kind, title, count: alerts.length, worst, audience }, nowMs)
}

function resolvedMessage(group: GroupState, lookUp: (id: string) => Alert | undefined, nowMs: number): OutgoingMessage {
  const worst = group.worst.map(lookUp).filter((alert) => alert !== undefined)
  const title = resolvedTitle(group, group.told, worst)
  const audience = [null, ...group.everEscalated]
  return outgoing(group, { kind: 'resolved', title, count: group.told, worst, audience }, nowMs)
}

interface Wording {
  kind: MessageKind
  title: string
  count: number
  worst: readonly Alert[]
  audience: (number | null)[]
}

function outgoing(group: GroupState, { kind, title, count, worst, audience }: Wording, nowMs: number): OutgoingMessage {
  group.messages++
  const message: AlertMessage = {
    schema: 'tidemark.alert/1',
    id: `${group.episode}-${group.messages}`,
    kind,
    atMs: nowMs,
    group: { service: group.service, rule: group.rule },
    title,
    count,
    worst: worst.map((alert) => told(alert, nowMs)),
    link: alertsPath(group),
  }
  return { message, episode: group.episode, audience }
}

function told(alert: Alert, nowMs: number): AlertTold {
  return {
    id: alert.id,
    process: alert.process,
    instance: alert.instance,
    sinceMs: alert.sinceMs,
    firingAtMs: alert.firingAtMs,
    resolvedAtMs: alert.resolvedAtMs,
    reason: alert.reason,
    growth: alert.growth,
    near: alert.near,
    flapping: alert.flapping,
    ack: alert.ack,
    ...(alert.series === undefined ? {} : { series: alert.series }),
    link: processPath(alert, nowMs),
  }
}
