/** The settings file: numbers for the growth detector and for the rules, over their defaults. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { show } from '../protocol/checks'
import { DEFAULT_GROWTH_SETTINGS, type GrowthSettings } from '../growth/settings'
import { DEFAULT_RULE_SETTINGS, type RuleSettings } from '../rules/settings'

export interface HubSettings {
  growth: GrowthSettings
  rules: RuleSettings
}

export const DEFAULT_HUB_SETTINGS: HubSettings = { growth: DEFAULT_GROWTH_SETTINGS, rules: DEFAULT_RULE_SETTINGS }

/** Every key is optional, none may be unknown, and every number is one from 0: the shape is that of the defaults. */
const settingsSchema = schemaLike(DEFAULT_HUB_SETTINGS)

export type SettingsRead = { ok: true; value: HubSettings } | { ok: false; message: string }

/** `named`: how the file was named, for the sentence (`--settings demo.json`). */
export function readSettings(file: string, named: string): SettingsRead {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { ok: false, message: `${named} cannot be read: ${messageOf(error)}.` }
  }
  try {
    return checkSettings(JSON.parse(text) as unknown, named)
  } catch (error) {
    return { ok: false, message: `${named} is no JSON: ${messageOf(error)}.` }
  }
}

export function checkSettings(input: unknown, named: string): SettingsRead {
  const checked = settingsSchema.safeParse(input)
  if (checked.success) return { ok: true, value: merged(DEFAULT_HUB_SETTINGS, checked.data) as HubSettings }
  const issue = checked.error.issues[0]
  const path = issue?.path ?? []
  if (issue?.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => JSON.stringify([...path, key].join('.'))).join(', ')
    return { ok: false, message: `${named}: ${keys} is no setting; ${known(path)}.` }
  }
  const where = path.length === 0 ? 'the file' : JSON.stringify(path.join('.'))
  const wanted = typeof at(DEFAULT_HUB_SETTINGS, path) === 'number' ? 'a number from 0' : 'an object'
  return { ok: false, message: `${named}: ${where} is ${show(at(input, path))}; it must be ${wanted}.` }
}

function schemaLike(defaults: unknown): z.ZodType {
  if (!isObject(defaults)) return z.number().min(0)
  return z.strictObject(
    Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, schemaLike(value).optional()])),
  )
}

function merged(defaults: unknown, over: unknown): unknown {
  if (over === undefined) return defaults
  if (!isObject(defaults) || !isObject(over)) return over
  return Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, merged(value, over[key])]))
}

function known(path: readonly PropertyKey[]): string {
  const there = at(DEFAULT_HUB_SETTINGS, path)
  return `here are ${isObject(there) ? Object.keys(there).join(', ') : 'none'}`
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[String(key)] : undefined), root)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
