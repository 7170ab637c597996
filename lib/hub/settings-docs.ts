/** What can be set, written down from the table that checks it: a page for people, and a JSON schema for editors. */
import { isSetting, type NumberSetting, type SettingOrder, type SettingTable } from '../protocol/number-setting'
import { amountWords } from './setting-words'
import { HUB_ORDERS, HUB_SETTINGS } from './settings'

export function settingsSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: "Tidemark's settings file",
    description: 'Every number has a default; a file holds only what is to be another one.',
    ...schemaOf(HUB_SETTINGS, { $schema: { type: 'string', description: 'For editors; the hub leaves it alone.' } }),
  }
}

function schemaOf(table: SettingTable, beside: Record<string, object> = {}): object {
  const own = Object.entries(table).map(([name, one]) => [name, isSetting(one) ? schemaOfNumber(one) : schemaOf(one)])
  return { type: 'object', additionalProperties: false, properties: { ...beside, ...Object.fromEntries(own) } }
}

function schemaOfNumber({ fallback, unit, min, max, isWhole, help }: NumberSetting): object {
  return {
    type: isWhole ? 'integer' : 'number',
    minimum: min,
    maximum: max,
    default: fallback,
    description: unit === 'ms' ? `${help} In milliseconds.` : help,
  }
}

/** The tables of `docs/settings.md`, one a section of the file. */
export function settingsTables(): string {
  return Object.entries(HUB_SETTINGS)
    .map(([name, table]) => `### \`${name}\`\n\n${tableOf(table)}`)
    .join('\n\n')
}

function tableOf(table: SettingTable): string {
  const rows = rowsOf(table, []).map((cells) => `| ${cells.join(' | ')} |`)
  return [
    '| setting | default | unit | from | to | what it is |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function rowsOf(table: SettingTable, before: readonly string[]): string[][] {
  return Object.entries(table).flatMap(([name, one]) => {
    const path = [...before, name]
    if (!isSetting(one)) return rowsOf(one, path)
    const [fallback, min, max] = [one.fallback, one.min, one.max].map((value) => amountWords(value, one))
    const unit = `${one.unit === 'times' ? 'number' : one.unit}${one.isWhole ? ', whole' : ''}`
    return [[`\`${path.join('.')}\``, fallback ?? '', unit, min ?? '', max ?? '', one.help]]
  })
}

/** What two numbers must be together, one a line. */
export function settingsOrders(): string {
  return HUB_ORDERS.map(lineOf).join('\n')
}

function lineOf({ lower, higher, mayBeEqual, why, times }: SettingOrder): string {
  const product = times ? `${codeOf(lower)} times ${codeOf(times)}` : codeOf(lower)
  return `- ${product} ${mayBeEqual ? 'is at most' : 'is below'} ${codeOf(higher)}, ${why}.`
}

function codeOf(path: readonly string[]): string {
  return `\`${path.join('.')}\``
}
