/** The states of one alert and what leads from one to the next. `docs/alerts.md` has the rules, A1 to A7. */
import type { Alert } from '../protocol/alerts'
import type { AlertSettings } from './settings'
import type { AlertRecord, ObservedProcess, RaisedFlag } from './shapes'

export type Turn = 'fired' | 'resolved' | 'calmed'

/** Raises that are remembered: as many as a setting may ask for. */
const RAISES_HELD = 20

export interface Opening {
  id: string
  process: ObservedProcess
  flag: RaisedFlag
  /** Raises of the alert of the same flag that was resolved last. */
  raises: readonly number[]
}

export function openAlert({ id, process, flag, raises }: Opening, settings: AlertSettings, nowMs: number): AlertRecord {
  const alert: Alert = {
    id,
    rule: flag.flag,
    process: process.id,
    service: process.service,
    instance: process.instance,
    labels: { ...process.labels },
    ...(flag.series === undefined ? {} : { series: flag.series }),
    state: 'pending',
    sinceMs: flag.sinceMs,
    pendingAtMs: nowMs,
    firingAtMs: null,
    resolvedAtMs: null,
    isRaised: false,
    reason: flag.reason,
    growth: flag.growth ?? null,
    near: null,
    held: null,
    resolution: null,
    flapping: null,
    ack: null,
    silencedBy: [],
  }
  const record: AlertRecord = {
    alert,
    memory: {
      boot: process.boot,
      graceUntilMs: graceEnd(process, settings, nowMs),
      upSinceMs: null,
      quietSinceMs: null,
      lostAtMs: null,
      changedAtMs: nowMs,
      factsAtMs: nowMs,
      raises: [...raises],
      isUntold: false,
      isBack: false,
      wasTold: false,
      wasFlappingTold: false,
    },
  }
  raise(record, settings, nowMs)
  return record
}

/** The flag is up. Answers whether it was not before. */
export function raise(record: AlertRecord, settings: AlertSettings, nowMs: number): boolean {
  const { alert, memory } = record
  const wasRaised = alert.isRaised
  const wasLost = memory.lostAtMs !== null
  alert.isRaised = true
  memory.quietSinceMs = null
  memory.lostAtMs = null
  if (wasRaised) return false
  // That it is up again in the next life is no flapping.
  if (!wasLost) countRaise(record, settings, nowMs)
  memory.changedAtMs = nowMs
  if (alert.held === null) memory.upSinceMs = nowMs
  return true
}

function countRaise({ alert, memory }: AlertRecord, settings: AlertSettings, nowMs: number): void {
  const { raises, withinMs } = settings.flapping
  memory.raises = [...memory.raises.filter((atMs) => atMs > nowMs - withinMs), nowMs].slice(-RAISES_HELD)
  if (alert.flapping) alert.flapping = { ...alert.flapping, raises: alert.flapping.raises + 1 }
  else if (memory.raises.length >= raises)
    alert.flapping = { raises: memory.raises.length, sinceMs: memory.raises[0] ?? nowMs }
}

/** The flag is down. Answers whether it was up before. */
export function lower({ alert, memory }: AlertRecord, nowMs: number): boolean {
  if (alert.held === null) memory.quietSinceMs ??= nowMs
  if (!alert.isRaised) return false
  alert.isRaised = false
  memory.upSinceMs = null
  memory.changedAtMs = nowMs
  return true
}

/** Whether something can be said about the flag. Answers whether that changed. Time in which nothing can be said counts for nothing. */
export function hold({ alert, memory }: AlertRecord, why: 'silent' | 'unknown' | null, nowMs: number): boolean {
  if ((alert.held?.why ?? null) === why) return false
  alert.held = why === null ? null : { sinceMs: alert.held?.sinceMs ?? nowMs, why }
  memory.upSinceMs = why === null && alert.isRaised ? nowMs : null
  if (why !== null) memory.quietSinceMs = null
  return true
}

/** A new life of its process: what was up before is lost from sight, not over. */
export function beginLife(record: AlertRecord, process: ObservedProcess, settings: AlertSettings, nowMs: number): void {
  const { alert, memory } = record
  memory.boot = process.boot
  alert.labels = { ...process.labels }
  if (alert.state === 'pending') memory.graceUntilMs = graceEnd(process, settings, nowMs)
  if (alert.isRaised) memory.lostAtMs = nowMs
}

/** What time alone brings about. */
export function settle(record: AlertRecord, settings: AlertSettings, nowMs: number): Turn | null {
  const { alert, memory } = record
  if (nowMs < nextTurnMs(record, settings)) return null
  if (alert.state === 'pending') {
    alert.state = 'firing'
    alert.firingAtMs = nowMs
    memory.isUntold = true
    return 'fired'
  }
  if (alert.isRaised) {
    alert.flapping = null
    memory.wasFlappingTold = false
    return 'calmed'
  }
  resolve(record, 'quiet', nowMs)
  return 'resolved'
}

export function resolve({ alert, memory }: AlertRecord, why: NonNullable<Alert['resolution']>, nowMs: number): void {
  alert.state = 'resolved'
  alert.resolvedAtMs = nowMs
  alert.resolution = why
  alert.isRaised = false
  alert.held = null
  alert.silencedBy = []
  memory.isUntold = false
  memory.isBack = false
}

/** When time alone changes its state; `Infinity` where something has to happen first. */
export function nextTurnMs({ alert, memory }: AlertRecord, settings: AlertSettings): number {
  const { holdMs, quietMs, restartQuietMs } = settings.rules[alert.rule]
  const { calmMs } = settings.flapping
  if (alert.state === 'resolved') return Number.POSITIVE_INFINITY
  if (alert.state === 'pending')
    return memory.upSinceMs === null
      ? Number.POSITIVE_INFINITY
      : Math.max(memory.upSinceMs + holdMs, memory.graceUntilMs)
  if (alert.isRaised) return alert.flapping && !alert.held ? memory.changedAtMs + calmMs : Number.POSITIVE_INFINITY
  if (memory.quietSinceMs === null) return Number.POSITIVE_INFINITY
  const quietAtMs = memory.quietSinceMs + (alert.flapping ? Math.max(quietMs, calmMs) : quietMs)
  return memory.lostAtMs === null ? quietAtMs : Math.max(quietAtMs, memory.lostAtMs + restartQuietMs)
}

/** A target whose clock goes ahead has no longer grace for it. */
function graceEnd({ startedAtMs }: ObservedProcess, { graceMs }: AlertSettings, nowMs: number): number {
  return Math.min(startedAtMs, nowMs) + graceMs
}
