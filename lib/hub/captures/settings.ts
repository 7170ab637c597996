/** What is captured without anybody asking. */
import {
  countSetting,
  DAY_MS,
  fallbacksOf,
  HOUR_MS,
  MINUTE_MS,
  type NumbersOf,
  type SettingOrder,
  type SettingTable,
  timeSetting,
} from '../../protocol/number-setting'

export const CAPTURE_SETTINGS = {
  snapshotsADay: countSetting(
    0,
    [0, 100],
    'How many heap snapshots the hub takes by itself within a day, of all processes together: one when a growth fires, after its profile, and one when it has doubled. Each stops its process for seconds. 0: none.',
  ),
  secondProfile: {
    leastMs: timeSetting(
      MINUTE_MS,
      [1_000, DAY_MS],
      'The second profile of a growth comes once the growth has doubled: as long after the first as it had lasted then, but not sooner than this,',
    ),
    mostMs: timeSetting(6 * HOUR_MS, [1_000, 7 * DAY_MS], 'and not later.'),
  },
} satisfies SettingTable

export const CAPTURE_ORDERS: readonly SettingOrder[] = [
  {
    lower: ['secondProfile', 'leastMs'],
    higher: ['secondProfile', 'mostMs'],
    mayBeEqual: true,
    why: 'or the second profile would be due before it may come',
  },
]

export type CaptureNumbers = NumbersOf<typeof CAPTURE_SETTINGS>

export const DEFAULT_CAPTURE_NUMBERS: CaptureNumbers = fallbacksOf(CAPTURE_SETTINGS)
