/** Every number of the rules, described once. `docs/rules.md` explains each rule, `docs/settings.md` lists the numbers. */
import {
  countSetting,
  DAY_MS,
  fallbacksOf,
  HOUR_MS,
  MINUTE_MS,
  type NumberSetting,
  type NumbersOf,
  SECOND_MS,
  type SettingOrder,
  type SettingTable,
  shareSetting,
  timeSetting,
} from '../protocol/number-setting'
import type { SeriesKind } from '../protocol/vocabulary'

/** The kinds of series that may have a max at which they can stay. */
export type BoundedKind = Exclude<SeriesKind, 'memory' | 'counter'>

const HOLD = [0, 7 * DAY_MS] as const
const NOT_ZERO = [SECOND_MS, 7 * DAY_MS] as const

const saturated = {
  atShare: shareSetting(0.99, 'From this share of its max on, a series is at its max.'),
  clearShare: shareSetting(0.95, 'Below this share it is off its max again; between the two, nothing changes.'),
  holdMs: {
    pool: timeSetting(2 * MINUTE_MS, HOLD, 'A pool fills in a burst, and gives back when the burst is over.'),
    clients: timeSetting(MINUTE_MS, HOLD, 'At the max of its clients, a process refuses the next one.'),
    registry: timeSetting(2 * MINUTE_MS, HOLD, 'Longer than its sweeps are apart: one has passed and did not help.'),
    streams: timeSetting(MINUTE_MS, HOLD, 'At the max of its streams, a process refuses the next one.'),
    pending: timeSetting(MINUTE_MS, HOLD, 'At the max of its pending calls, the next one waits or is refused.'),
    gauge: timeSetting(2 * MINUTE_MS, HOLD, 'A number that its program gave a max.'),
  } satisfies Record<BoundedKind, NumberSetting>,
  clearMs: timeSetting(MINUTE_MS, HOLD, 'How long it must be off its max before the flag goes.'),
}

const rejecting = {
  apartMs: timeSetting(20 * SECOND_MS, NOT_ZERO, 'Rejections that follow each other within this time are one stretch.'),
  holdMs: timeSetting(MINUTE_MS, HOLD, 'How long a stretch of rejections must last: a shorter burst is fine.'),
  clearMs: timeSetting(2 * MINUTE_MS, HOLD, 'How long there must be none before the flag goes.'),
}

const orphaned = {
  toleratedCount: countSetting(1, [0, 1e9], 'A difference of at most this many is fine.'),
  toleratedShare: {
    ...shareSetting(0.01, 'A difference of at most this share of the larger of the two is fine.'),
    min: 0,
  },
  settleMs: timeSetting(5 * SECOND_MS, HOLD, 'What both change in this time may be under way, and is fine.'),
  churnMemoryMs: timeSetting(MINUTE_MS, NOT_ZERO, 'How far back the rate of change is averaged.'),
  holdMs: timeSetting(2 * MINUTE_MS, HOLD, 'How long they must differ: a spike is fine.'),
  clearMs: timeSetting(MINUTE_MS, HOLD, 'How long they must agree before the flag goes.'),
}

const notDraining = {
  windowMs: timeSetting(
    MINUTE_MS,
    [SECOND_MS, DAY_MS],
    'The floor is the lowest number in a window of this length: longer than calls last that end by themselves.',
  ),
  // A batch that is flushed every five minutes is seen to come back first.
  windowsToRaise: countSetting(5, [1, 1_000], 'How many windows in a row the floor must be too high.'),
  // Where all came back once, there is no call that never ends.
  windowsToClear: countSetting(1, [1, 1_000], 'How many windows in a row must have come back before the flag goes.'),
  longestHoldMs: timeSetting(
    2 * HOUR_MS,
    NOT_ZERO,
    'What comes back after a while is given half as long again as it ever took, and this at most.',
  ),
  settleMs: timeSetting(5 * SECOND_MS, HOLD, 'The start of a life that says nothing about what is normal.'),
  startWindowMs: timeSetting(
    5 * SECOND_MS,
    [SECOND_MS, DAY_MS],
    'Until a life is one window old, what is normal is learned from windows of this length.',
  ),
  minRiseCount: countSetting(
    10,
    [0, 1e9],
    'How many calls the floor must be above what is normal, besides the share of it.',
  ),
  minRiseShare: {
    ...shareSetting(
      0.25,
      'How much the floor must be above what is normal, as a share of its mean, besides the calls.',
    ),
    min: 0,
    max: 100,
  },
  normalMemoryMs: timeSetting(
    6 * HOUR_MS,
    [MINUTE_MS, 30 * DAY_MS],
    'How long the calmest window of a life counts as normal; twice as long at most, and as long as the flag is up.',
  ),
}

const nearLimit = {
  atShare: shareSetting(0.9, 'From this share of its limit on, memory is near it.'),
  clearShare: shareSetting(0.85, 'Below this share it is not near any more; between the two, nothing changes.'),
  holdMs: timeSetting(30 * SECOND_MS, HOLD, 'How long it must be near.'),
  clearMs: timeSetting(MINUTE_MS, HOLD, 'How long it must be away from it before the flag goes.'),
}

const silent = {
  holdMs: timeSetting(MINUTE_MS, NOT_ZERO, 'How long no frame must have come: longer than frames are apart.'),
  clearMs: timeSetting(5 * SECOND_MS, HOLD, 'How long frames must come again before the flag goes.'),
}

export const RULE_SETTINGS = {
  maxGapMs: timeSetting(
    90 * SECOND_MS,
    [SECOND_MS, DAY_MS],
    'Time between two known values beyond which nothing is said about the time between.',
  ),
  saturated,
  rejecting,
  orphaned,
  notDraining,
  nearLimit,
  silent,
} satisfies SettingTable

export type RuleSettings = NumbersOf<typeof RULE_SETTINGS>
export type NotDrainingSettings = RuleSettings['notDraining']
export type SilentSettings = RuleSettings['silent']

export const DEFAULT_RULE_SETTINGS: RuleSettings = fallbacksOf(RULE_SETTINGS)

/** Where two numbers mean something only together. */
export const RULE_ORDERS: readonly SettingOrder[] = [
  order(['saturated', 'clearShare'], ['saturated', 'atShare'], 'or the flag would go while the series is at its max'),
  order(['nearLimit', 'clearShare'], ['nearLimit', 'atShare'], 'or the flag would go while memory is near its limit'),
  order(['rejecting', 'apartMs'], ['rejecting', 'holdMs'], 'or a single rejection would be flagged'),
  {
    ...order(['notDraining', 'startWindowMs'], ['notDraining', 'windowMs'], 'as it is a part of one'),
    mayBeEqual: true,
  },
  {
    ...order(['notDraining', 'windowMs'], ['notDraining', 'normalMemoryMs'], 'or what is normal is forgotten first'),
    times: ['notDraining', 'windowsToRaise'],
  },
]

function order(lower: readonly string[], higher: readonly string[], why: string): SettingOrder {
  return { lower, higher, mayBeEqual: false, why }
}
