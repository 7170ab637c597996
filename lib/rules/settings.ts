/** Every number of the rules, in one place. `docs/rules.md` explains each rule; the hub's settings file may replace any number. */
import type { SeriesKind } from '../protocol/vocabulary'

/** The kinds of series that may have a max at which they can stay. */
export type BoundedKind = Exclude<SeriesKind, 'memory' | 'counter'>

export interface SaturatedSettings {
  /** Share of its max from which a series is "at its max", 0 to 1. */
  atShare: number
  /** Share of its max below which it is off its max again; between the two, nothing changes. */
  clearShare: number
  /** How long it must be at its max, by kind, in ms. */
  holdMs: Record<BoundedKind, number>
  /** How long it must be off its max before the flag goes, in ms. */
  clearMs: number
}

export interface RejectingSettings {
  /** Rejections that follow each other within this time are one stretch, in ms. */
  apartMs: number
  /** How long a stretch of rejections must last, in ms: a shorter burst is fine. */
  holdMs: number
  /** How long there must be none before the flag goes, in ms. */
  clearMs: number
}

export interface OrphanedSettings {
  /** A difference of at most this many is fine, in counts. */
  toleratedCount: number
  /** A difference of at most this share of the larger of the two is fine, 0 to 1. */
  toleratedShare: number
  /** What both change in this time may be under way, and is fine as a difference, in ms. */
  settleMs: number
  /** How far back the rate of change is averaged, in ms. */
  churnMemoryMs: number
  /** How long they must differ, in ms: a spike is fine. */
  holdMs: number
  /** How long they must agree before the flag goes, in ms. */
  clearMs: number
}

export interface NotDrainingSettings {
  /** The floor is the lowest number in a window of this length, in ms: longer than calls last that end by themselves. */
  windowMs: number
  /** How many windows in a row the floor must be too high. */
  windowsToRaise: number
  /** How many windows in a row must have come back to it before the flag goes. */
  windowsToClear: number
  /** What comes back after a while is given one and a half times the longest while seen, and this at most, in ms. */
  longestHoldMs: number
  /** The start of a life that says nothing about what is normal, in ms. */
  settleMs: number
  /** Until a life is one window old, normal is learned from windows of this length, in ms. */
  startWindowMs: number
  /** The floor must be this many calls above what is normal at least. */
  minRiseCount: number
  /** … and this share of the normal mean above it. */
  minRiseShare: number
  /** How long the calmest window of a life counts as normal, in ms; twice as long at most. Stands still while the flag is up. */
  normalMemoryMs: number
}

export interface NearLimitSettings {
  /** Share of the limit from which memory is near it, 0 to 1. */
  atShare: number
  /** Share of the limit below which it is not near any more. */
  clearShare: number
  /** How long it must be near, in ms. */
  holdMs: number
  /** How long it must be away from it before the flag goes, in ms. */
  clearMs: number
}

export interface RuleSettings {
  /** Time between two known values beyond which nothing is said about the time between, in ms. */
  maxGapMs: number
  saturated: SaturatedSettings
  rejecting: RejectingSettings
  orphaned: OrphanedSettings
  notDraining: NotDrainingSettings
  nearLimit: NearLimitSettings
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

export const DEFAULT_RULE_SETTINGS: RuleSettings = {
  maxGapMs: 90 * SECOND_MS,
  saturated: {
    atShare: 0.99,
    clearShare: 0.95,
    holdMs: {
      // A pool fills in a burst and gives back when the burst is over.
      pool: 2 * MINUTE_MS,
      // The next client is refused.
      clients: MINUTE_MS,
      // One sweep (of 60 s) has passed and did not help.
      registry: 2 * MINUTE_MS,
      streams: MINUTE_MS,
      pending: MINUTE_MS,
      gauge: 2 * MINUTE_MS,
    },
    clearMs: MINUTE_MS,
  },
  rejecting: { apartMs: 20 * SECOND_MS, holdMs: MINUTE_MS, clearMs: 2 * MINUTE_MS },
  orphaned: {
    toleratedCount: 1,
    toleratedShare: 0.01,
    settleMs: 5 * SECOND_MS,
    churnMemoryMs: MINUTE_MS,
    holdMs: 2 * MINUTE_MS,
    clearMs: MINUTE_MS,
  },
  notDraining: {
    windowMs: MINUTE_MS,
    // A batch that is flushed every five minutes is seen to come back first.
    windowsToRaise: 5,
    // One that all came back from holds no call that never ends.
    windowsToClear: 1,
    longestHoldMs: 2 * HOUR_MS,
    settleMs: 5 * SECOND_MS,
    startWindowMs: 5 * SECOND_MS,
    minRiseCount: 10,
    minRiseShare: 0.25,
    normalMemoryMs: 6 * HOUR_MS,
  },
  nearLimit: { atShare: 0.9, clearShare: 0.85, holdMs: 30 * SECOND_MS, clearMs: MINUTE_MS },
}
