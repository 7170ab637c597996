/** `--set KEEP_ALIVE=false` as settings; a sentence where one is none. */
import type { RunSettings } from '../../lib/protocol/investigations'

const SETTING = /^([A-Za-z_][A-Za-z0-9_.-]*)=(.*)$/su

export function settingsOf(flags: readonly string[]): RunSettings | string {
  const settings: RunSettings = {}
  for (const flag of flags) {
    const [, key, value] = SETTING.exec(flag) ?? []
    if (key === undefined || value === undefined)
      return `--set is ${JSON.stringify(flag)}; it must be a name and a value, such as KEEP_ALIVE=false.`
    if (key in settings) return `--set names ${key} twice; a run has one value of each setting.`
    settings[key] = value
  }
  return settings
}
