/** The settings file: numbers for the growth detector, the rules, alerts, captures and what history keeps, over their fallbacks. */
import { readFileSync } from 'node:fs'
import { ALERT_ORDERS, ALERT_SETTINGS, type AlertNumbers } from '../alerts/settings'
import { DEFAULT_GROWTH_SETTINGS, GROWTH_ORDERS, GROWTH_SETTINGS, type GrowthSettings } from '../growth/settings'
import { DEFAULT_RETENTION, HISTORY_ORDERS, HISTORY_SETTINGS, type Retention } from '../history/settings'
import { fallbacksOf, type SettingOrder, type SettingTable } from '../protocol/number-setting'
import { DEFAULT_RULE_SETTINGS, RULE_ORDERS, RULE_SETTINGS, type RuleSettings } from '../rules/settings'
import { CAPTURE_ORDERS, CAPTURE_SETTINGS, type CaptureNumbers, DEFAULT_CAPTURE_NUMBERS } from './captures/settings'
import { SettingsFile } from './settings-file'
import { orderFault } from './settings-order'

export interface HubSettings {
  growth: GrowthSettings
  rules: RuleSettings
  history: Retention
  alerts: AlertNumbers
  captures: CaptureNumbers
}

export const HUB_SETTINGS = {
  growth: GROWTH_SETTINGS,
  rules: RULE_SETTINGS,
  history: HISTORY_SETTINGS,
  alerts: ALERT_SETTINGS,
  captures: CAPTURE_SETTINGS,
} satisfies SettingTable

export const HUB_ORDERS: readonly SettingOrder[] = [
  ...under('growth', GROWTH_ORDERS),
  ...under('rules', RULE_ORDERS),
  ...under('history', HISTORY_ORDERS),
  ...under('alerts', ALERT_ORDERS),
  ...under('captures', CAPTURE_ORDERS),
]

export const DEFAULT_HUB_SETTINGS: HubSettings = {
  growth: DEFAULT_GROWTH_SETTINGS,
  rules: DEFAULT_RULE_SETTINGS,
  history: DEFAULT_RETENTION,
  alerts: fallbacksOf(ALERT_SETTINGS),
  captures: DEFAULT_CAPTURE_NUMBERS,
}

export type SettingsRead = { ok: true; value: HubSettings } | { ok: false; message: string }

/** `named`: how the file was named, for the sentence (`--settings demo.json`). */
export function readSettings(file: string, named: string): SettingsRead {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { ok: false, message: `${named} cannot be read: ${error instanceof Error ? error.message : String(error)}.` }
  }
  return checkSettings(text, named)
}

/** The first fault in the order of the file, with its line; what only two numbers together get wrong comes last. */
export function checkSettings(text: string, named: string): SettingsRead {
  const file = new SettingsFile(text, HUB_SETTINGS)
  if (file.fault === null) {
    // What a table describes is what its numbers are, so the file's are in the shape of the fallbacks.
    const value = merged(DEFAULT_HUB_SETTINGS, file.numbers) as HubSettings
    const fault = orderFault(value, HUB_ORDERS, file)
    if (fault === null) return { ok: true, value }
    return { ok: false, message: sentence(named, fault) }
  }
  return { ok: false, message: sentence(named, file.fault) }
}

export interface SettingsFault {
  line: number
  column: number
  /** Without its full stop. */
  what: string
}

function sentence(named: string, { line, column, what }: SettingsFault): string {
  return `${named}, line ${line}, column ${column}: ${what}.`
}

function merged(fallbacks: unknown, over: unknown): unknown {
  if (over === undefined) return fallbacks
  if (!isObject(fallbacks) || !isObject(over)) return over
  return Object.fromEntries(Object.entries(fallbacks).map(([key, value]) => [key, merged(value, over[key])]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function under(name: string, orders: readonly SettingOrder[]): SettingOrder[] {
  return orders.map((one) => ({
    ...one,
    lower: [name, ...one.lower],
    higher: [name, ...one.higher],
    ...(one.times ? { times: [name, ...one.times] } : {}),
  }))
}
