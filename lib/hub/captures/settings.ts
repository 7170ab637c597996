/** What is captured without anybody asking. */
import { countSetting, fallbacksOf, type NumbersOf, type SettingTable } from '../../protocol/number-setting'

export const CAPTURE_SETTINGS = {
  snapshotsADay: countSetting(
    0,
    [0, 100],
    'How many heap snapshots the hub takes by itself within a day, of all processes together: one when a growth fires, after its profile, and one when it has doubled. Each stops its process for seconds. 0: none.',
  ),
} satisfies SettingTable

export type CaptureNumbers = NumbersOf<typeof CAPTURE_SETTINGS>

export const DEFAULT_CAPTURE_NUMBERS: CaptureNumbers = fallbacksOf(CAPTURE_SETTINGS)
