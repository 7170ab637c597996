/** For how long history is kept, and how much of it. */
import {
  countSetting,
  DAY_MS,
  fallbacksOf,
  HOUR_MS,
  type NumbersOf,
  type SettingOrder,
  type SettingTable,
  timeSetting,
} from '../protocol/number-setting'

const TEN_YEARS_MS = 3_650 * DAY_MS

export const HISTORY_SETTINGS = {
  rawMs: timeSetting(DAY_MS, [HOUR_MS, TEN_YEARS_MS], 'How long every frame is kept, with its exact time and values.'),
  tenSecondsMs: timeSetting(
    14 * DAY_MS,
    [HOUR_MS, TEN_YEARS_MS],
    'How long points of ten seconds are kept. A process that is gone stays in the list as long.',
  ),
  fiveMinutesMs: timeSetting(365 * DAY_MS, [HOUR_MS, TEN_YEARS_MS], 'How long points of five minutes are kept.'),
  dataBytes: {
    fallback: 10_000_000_000,
    unit: 'bytes',
    min: 4_000_000,
    max: 1e15,
    isWhole: true,
    help: 'Past so much in the data folder the oldest is dropped whatever its age: raw frames first, then points of ten seconds.',
  },
  eventsPerProcess: countSetting(10_000, [1, 1_000_000], 'How many events of a process are kept, the newest.'),
  eventsMs: timeSetting(30 * DAY_MS, [HOUR_MS, TEN_YEARS_MS], 'How long events are kept.'),
  notesMs: timeSetting(365 * DAY_MS, [HOUR_MS, TEN_YEARS_MS], 'How long annotations and changes of verdict are kept.'),
} satisfies SettingTable

export type Retention = NumbersOf<typeof HISTORY_SETTINGS>

export const DEFAULT_RETENTION: Retention = fallbacksOf(HISTORY_SETTINGS)

export const HISTORY_ORDERS: readonly SettingOrder[] = [
  {
    lower: ['rawMs'],
    higher: ['tenSecondsMs'],
    mayBeEqual: true,
    why: 'or points of ten seconds would be gone before the frames that they stand for',
  },
  {
    lower: ['tenSecondsMs'],
    higher: ['fiveMinutesMs'],
    mayBeEqual: true,
    why: 'or points of five minutes would be gone before those of ten seconds',
  },
]
