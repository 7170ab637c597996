/**
 * A number that the settings file may replace, described once: what checks the file, what its documentation says and what
 * the code falls back to are read from this one description.
 */
export interface NumberSetting {
  fallback: number
  /** `times`: a factor. */
  unit: 'ms' | 'share' | 'count' | 'times' | 'bytes'
  min: number
  max: number
  isWhole: boolean
  /** One sentence. */
  help: string
}

export interface SettingTable {
  readonly [name: string]: NumberSetting | SettingTable
}

/** The numbers that a table of settings describes, in its shape. */
export type NumbersOf<T> = T extends NumberSetting ? number : { [Name in keyof T]: NumbersOf<T[Name]> }

/** Two settings that must stand in an order, for what they mean together to make sense. */
export interface SettingOrder {
  /** Names from the top of the table on. */
  lower: readonly string[]
  higher: readonly string[]
  mayBeEqual: boolean
  /** Why, as the end of a sentence. */
  why: string
  /** What the lower one is multiplied by first. */
  times?: readonly string[]
}

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A time in whole milliseconds. */
export function timeSetting(fallback: number, [min, max]: readonly [number, number], help: string): NumberSetting {
  return { fallback, unit: 'ms', min, max, isWhole: true, help }
}

/** A part of a whole, above 0 and at most 1. */
export function shareSetting(fallback: number, help: string): NumberSetting {
  return { fallback, unit: 'share', min: 0.001, max: 1, isWhole: false, help }
}

export function countSetting(fallback: number, [min, max]: readonly [number, number], help: string): NumberSetting {
  return { fallback, unit: 'count', min, max, isWhole: true, help }
}

export function fallbacksOf<T extends SettingTable>(table: T): NumbersOf<T> {
  const entries = Object.entries(table).map(([name, one]) => [name, isSetting(one) ? one.fallback : fallbacksOf(one)])
  return Object.fromEntries(entries) as NumbersOf<T>
}

export function isSetting(one: NumberSetting | SettingTable): one is NumberSetting {
  return typeof one['fallback'] === 'number'
}
