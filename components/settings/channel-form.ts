/** A channel as it is typed, all in texts, and what of it goes to the hub. */
import type { ChannelFault, ChannelInput } from '../../lib/client/settings-api'
import { parseSpan, spanInput } from '../../lib/format/input-time'
import type { ChannelView } from '../../lib/protocol/alert-api'
import type { ChannelKind } from '../../lib/protocol/alerts'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { CHANNEL_FIELDS, type ChannelField } from './channel-fields'
import { t } from '../../lib/words/en/settings'

export interface ChannelForm {
  /** Absent for a new one. */
  id?: string
  name: string
  isEnabled: boolean
  kind: ChannelKind
  /** By field; what another kind had stays until the form is closed. */
  texts: Record<string, string>
  /** Secrets that are set and are to be dropped. */
  dropped: readonly string[]
  /** With commas between them. */
  services: string
  rules: readonly FlagWord[]
  escalates: boolean
  escalateAfter: string
  mayReachPrivate: boolean
}

const LEAST_ESCALATE_MS = 60_000
const ESCALATE_AFTER_MS = 15 * 60_000

export const NEW_CHANNEL: ChannelForm = {
  name: '',
  isEnabled: true,
  kind: 'webhook',
  texts: {},
  dropped: [],
  services: '',
  rules: [],
  escalates: false,
  escalateAfter: spanInput(ESCALATE_AFTER_MS),
  mayReachPrivate: false,
}

export function formOf(channel: ChannelView): ChannelForm {
  const { id, name, isEnabled, settings, match, escalateAfterMs, mayReachPrivate } = channel
  const shown = CHANNEL_FIELDS[settings.kind].filter(({ isSecret }) => !isSecret)
  return {
    id,
    name,
    isEnabled,
    kind: settings.kind,
    texts: Object.fromEntries(shown.map((field) => [field.name, textOf(settings[field.name])])),
    dropped: [],
    services: (match.services ?? []).join(', '),
    rules: match.rules ?? [],
    escalates: escalateAfterMs !== null,
    escalateAfter: spanInput(escalateAfterMs ?? ESCALATE_AFTER_MS),
    mayReachPrivate,
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function textIn(form: ChannelForm, field: ChannelField): string {
  return form.texts[field.name] ?? field.standard ?? ''
}

/** What cannot be read is sent as it is, and the hub names it. */
export function inputOf(form: ChannelForm): ChannelInput {
  const services = listOf(form.services)
  const settings: Record<string, unknown> = { kind: form.kind }
  for (const field of CHANNEL_FIELDS[form.kind]) {
    const text = textIn(form, field).trim()
    if (form.dropped.includes(field.name)) settings[field.name] = null
    else if (text !== '') settings[field.name] = valueOf(field, text)
    else if (field.isRequired && !field.isSecret) settings[field.name] = field.as === 'list' ? [] : ''
  }
  return {
    ...(form.id === undefined ? {} : { id: form.id }),
    name: form.name.trim(),
    isEnabled: form.isEnabled,
    settings,
    match: {
      ...(services.length > 0 ? { services } : {}),
      ...(form.rules.length > 0 ? { rules: [...form.rules] } : {}),
    },
    // What cannot be read is sent as less than the hub takes.
    escalateAfterMs: form.escalates ? (parseSpan(form.escalateAfter) ?? 0) : null,
    mayReachPrivate: form.mayReachPrivate,
  }
}

/** What is plainly missing is said here, in words of the form; the rest the hub finds. By `name` and `settings.url`. */
export function ownFaults(form: ChannelForm, secretsSet: readonly string[]): Record<string, string> {
  const faults: Record<string, string> = {}
  if (form.name.trim() === '') faults['name'] = t('giveItAName')
  for (const field of CHANNEL_FIELDS[form.kind]) {
    const isKept = field.isSecret && secretsSet.includes(field.name) && !form.dropped.includes(field.name)
    if (field.isRequired && !isKept && textIn(form, field).trim() === '')
      faults[`settings.${field.name}`] = t('isNeeded', { label: field.label })
  }
  const afterMs = parseSpan(form.escalateAfter)
  if (form.escalates && (afterMs === null || afterMs < LEAST_ESCALATE_MS)) faults['escalateAfterMs'] = t('aTimeSuchAs')
  return faults
}

/** By path; `settings.to.2` is about `settings.to`. What is said here stands before what the hub says. */
export function allFaults(own: Record<string, string>, hub: readonly ChannelFault[]): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const { path, message } of hub) faults[path.replace(/\.\d+$/u, '')] ??= message
  return { ...faults, ...own }
}

function valueOf({ as }: ChannelField, text: string): unknown {
  if (as === 'list') return listOf(text)
  return as === 'number' && /^\d+$/u.test(text) ? Number(text) : text
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
