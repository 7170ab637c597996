/** What the growth detector may be told. Every other number in `lib/growth` is explained where it stands. */
import {
  DAY_MS,
  fallbacksOf,
  MINUTE_MS,
  type NumbersOf,
  SECOND_MS,
  type SettingOrder,
  type SettingTable,
  shareSetting,
  timeSetting,
} from '../protocol/number-setting'

export const GROWTH_SETTINGS = {
  warmUpMs: timeSetting(
    40 * MINUTE_MS,
    [SECOND_MS, 30 * DAY_MS],
    'How long a warm-up may last that the process does not report (caches without `fill`, compilation, pools). Until a life is that old, a rise that could be a warm-up is not called growth.',
  ),
  horizonMs: timeSetting(
    30 * DAY_MS,
    [MINUTE_MS, 3_650 * DAY_MS],
    'A slope that needs longer than this to matter is `steady`, with the slope shown.',
  ),
  materialShare: {
    ...shareSetting(
      0.1,
      'What "to matter" is: a rise by this share of the limit, or of the level where no limit is known.',
    ),
    max: 100,
  },
  falseFlagsPerThousandSeriesMonth: {
    fallback: 1,
    unit: 'times',
    min: 0.001,
    max: 1_000,
    isWhole: false,
    help: 'The false-alarm budget, a thousand series and month; `docs/growth.md`, rule G9, says how it is spent.',
  },
} satisfies SettingTable

export type GrowthSettings = NumbersOf<typeof GROWTH_SETTINGS>

export const DEFAULT_GROWTH_SETTINGS: GrowthSettings = fallbacksOf(GROWTH_SETTINGS)

export const GROWTH_ORDERS: readonly SettingOrder[] = [
  {
    lower: ['warmUpMs'],
    higher: ['horizonMs'],
    mayBeEqual: true,
    why: 'or all that could matter within the horizon is over before anything is said',
  },
]
