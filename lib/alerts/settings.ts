/** Every number of an alert's life, described once. `docs/alerts.md` explains each rule, and the settings file may replace any number. */
import type { FlagWord } from '../protocol/vocabulary'
import {
  countSetting,
  DAY_MS,
  fallbacksOf,
  HOUR_MS,
  MINUTE_MS,
  type NumbersOf,
  SECOND_MS,
  type SettingOrder,
  type SettingTable,
  shareSetting,
  timeSetting,
} from '../protocol/number-setting'

const UP_TO_A_WEEK = [0, 7 * DAY_MS] as const
const UP_TO_A_MONTH = [0, 30 * DAY_MS] as const

interface RuleTimes {
  holdMs: number
  quietMs: number
  restartQuietMs: number
  gatherMs: number
  gatherMaxMs: number
}

function ruleTimes(times: RuleTimes) {
  return {
    holdMs: timeSetting(times.holdMs, UP_TO_A_WEEK, 'How long the flag must stay up before its alert fires.'),
    quietMs: timeSetting(times.quietMs, UP_TO_A_WEEK, 'How long the flag must stay down before its alert is resolved.'),
    restartQuietMs: timeSetting(
      times.restartQuietMs,
      UP_TO_A_WEEK,
      'How long, where a restart took the flag down: the new life has to be judged first.',
    ),
    gatherMs: timeSetting(
      times.gatherMs,
      UP_TO_A_WEEK,
      'How long a group waits for others after the newest alert that joined it, before a message.',
    ),
    gatherMaxMs: timeSetting(times.gatherMaxMs, UP_TO_A_WEEK, 'How long it waits after the first of them at most.'),
  }
}

/** A flag has been judged for minutes before it is up, so the holds here only keep out what is taken back at once. */
const QUICK: RuleTimes = {
  holdMs: 30 * SECOND_MS,
  quietMs: 10 * MINUTE_MS,
  restartQuietMs: 15 * MINUTE_MS,
  gatherMs: 30 * SECOND_MS,
  gatherMaxMs: 2 * MINUTE_MS,
}

/** Replicas of one leak are found out within minutes of each other, not seconds, and there are hours left. */
const SLOW: RuleTimes = {
  holdMs: MINUTE_MS,
  quietMs: 15 * MINUTE_MS,
  restartQuietMs: 3 * HOUR_MS,
  gatherMs: 2 * MINUTE_MS,
  gatherMaxMs: 30 * MINUTE_MS,
}

const rules = {
  growth: ruleTimes(SLOW),
  saturated: ruleTimes(QUICK),
  rejecting: ruleTimes(QUICK),
  orphaned: ruleTimes(QUICK),
  'not-draining': ruleTimes({ ...QUICK, restartQuietMs: HOUR_MS }),
  'near-limit': ruleTimes({ ...QUICK, holdMs: 0, gatherMs: 10 * SECOND_MS, gatherMaxMs: MINUTE_MS }),
  'restart-masked': ruleTimes(SLOW),
  silent: ruleTimes({ ...QUICK, quietMs: 2 * MINUTE_MS, restartQuietMs: 2 * MINUTE_MS }),
} satisfies Record<FlagWord, ReturnType<typeof ruleTimes>>

export const ALERT_SETTINGS = {
  rules,
  graceMs: timeSetting(2 * MINUTE_MS, UP_TO_A_WEEK, 'After the start of a process nothing of it fires for so long.'),
  flapping: {
    raises: countSetting(4, [2, 20], 'A flag that went up so often'),
    withinMs: timeSetting(6 * HOUR_MS, [SECOND_MS, 7 * DAY_MS], 'within this time flaps.'),
    calmMs: timeSetting(2 * HOUR_MS, [0, 7 * DAY_MS], 'It flaps no more when it did not change for so long.'),
  },
  gatherShareOfTimeLeft: shareSetting(
    0.1,
    'A group waits no longer than this share of the time that is left until the first limit is reached.',
  ),
  updateAfterMs: timeSetting(
    30 * MINUTE_MS,
    UP_TO_A_MONTH,
    'How long after a message a group tells of alerts that joined it.',
  ),
  updateShare: {
    ...shareSetting(0.1, 'Fewer than this share of those that fire already are told as late as a repeat would be.'),
    min: 0,
  },
  repeatMs: timeSetting(
    4 * HOUR_MS,
    [SECOND_MS, 365 * DAY_MS],
    'How long after a message it is told again that nobody acknowledged it.',
  ),
  factsEveryMs: timeSetting(
    30 * SECOND_MS,
    [0, DAY_MS],
    'How often the sentence and the numbers of an alert are brought up to date.',
  ),
  maxAlerts: countSetting(20_000, [1, 1_000_000], 'Alerts that are pending or fire at once; further ones are counted.'),
  maxResolved: countSetting(1_000, [0, 1_000_000], 'Resolved alerts that stay in memory.'),
  maxSilences: countSetting(1_000, [1, 100_000], 'Silences that hold or are planned at once.'),
} satisfies SettingTable

export type AlertNumbers = NumbersOf<typeof ALERT_SETTINGS>
export type RuleNumbers = AlertNumbers['rules'][FlagWord]

export interface AlertSettings extends AlertNumbers {
  /** Rules whose flags are no alerts. */
  rulesOff: readonly FlagWord[]
  /** The delays of the channels that are told only of what nobody acknowledged for so long; each once. */
  escalateAfterMs: readonly number[]
}

export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  ...fallbacksOf(ALERT_SETTINGS),
  rulesOff: [],
  escalateAfterMs: [],
}

/** Where two numbers mean something only together. */
export const ALERT_ORDERS: readonly SettingOrder[] = [
  ...Object.keys(rules).map((rule) => ({
    lower: ['rules', rule, 'gatherMs'],
    higher: ['rules', rule, 'gatherMaxMs'],
    mayBeEqual: true,
    why: 'or a group would wait longer for the next alert than it waits at most',
  })),
  {
    lower: ['updateAfterMs'],
    higher: ['repeatMs'],
    mayBeEqual: true,
    why: 'or what joined is told later than what is known is told again',
  },
]
