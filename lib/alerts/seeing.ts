/** What a look at a process does to one of its alerts. */
import { beginLife, hold, lower, raise } from './alert-life'
import { takeFacts } from './facts'
import type { AlertSettings } from './settings'
import type { AlertRecord, NearestBefore, ObservedProcess, RaisedFlag } from './shapes'

export interface Look {
  process: ObservedProcess
  /** No frame comes: nothing can be said about its other flags. */
  isSilent: boolean
  nowMs: number
}

/** Answers whether anything of the alert is another thing now, and whether its flag came up again. */
export function seeUp(
  record: AlertRecord,
  flag: RaisedFlag,
  { isSilent, nowMs }: Look,
  settings: AlertSettings,
  near: NearestBefore,
): { isOther: boolean; isUpAgain: boolean } {
  const { alert, memory } = record
  const isHeld = hold(record, isSilent && alert.rule !== 'silent' ? 'silent' : null, nowMs)
  const isUpAgain = raise(record, settings, nowMs)
  const areFactsDue = isUpAgain || nowMs - memory.factsAtMs >= settings.factsEveryMs
  const hasNewFacts = areFactsDue && takeFacts(record, flag, near, nowMs)
  return { isOther: isHeld || isUpAgain || hasNewFacts, isUpAgain }
}

/** Answers `gone` where it was pending only: it was never there. */
export function seeDown(record: AlertRecord, { process, isSilent, nowMs }: Look): 'gone' | 'other' | 'same' {
  const { rule, series, state } = record.alert
  // What a silent process said last is not taken back by its silence.
  if (isSilent && rule !== 'silent') return hold(record, 'silent', nowMs) ? 'other' : 'same'
  if (state === 'pending') return 'gone'
  const isHeld = hold(record, process.isUnknown?.(rule, series) ? 'unknown' : null, nowMs)
  const isDown = lower(record, nowMs)
  return isHeld || isDown ? 'other' : 'same'
}

/** Answers whether this is another life of its process than it was. */
export function seeLife(record: AlertRecord, { process, nowMs }: Look, settings: AlertSettings): boolean {
  if (record.memory.boot === process.boot) return false
  beginLife(record, process, settings, nowMs)
  return true
}
