/** What is typed into the form of a silence, and what it amounts to. */
import { fromTimeInput } from '../../lib/format/input-time'
import type { AlertMatch, SilenceInput } from '../../lib/protocol/alerts'
import type { FlagWord } from '../../lib/protocol/vocabulary'

const HOUR = 3_600_000

export const LASTS = [
  { value: '1h', label: '1 h', ms: HOUR },
  { value: '4h', label: '4 h', ms: 4 * HOUR },
  { value: '1d', label: '1 day', ms: 24 * HOUR },
  { value: 'until', label: 'until …', ms: null },
] as const
export type Lasts = (typeof LASTS)[number]['value']

export interface SilenceForm {
  service: string
  process: string
  rule: FlagWord | ''
  /** `zone=eu, tier=web` */
  labels: string
  lasts: Lasts
  /** A time field's text; only of `until`. */
  until: string
  /** Empty: at once. */
  from: string
  by: string
  why: string
}

export type SilenceFaults = Partial<Record<keyof SilenceForm | 'match', string>>

export type SilenceRead = { ok: true; input: SilenceInput } | { ok: false; faults: SilenceFaults }

export function readSilence(form: SilenceForm, nowMs: number): SilenceRead {
  const faults: SilenceFaults = {}
  const match = readMatch(form, faults)
  // The hub's clock as it is reckoned here has fractions.
  const fromMs = form.from === '' ? Math.round(nowMs) : fromTimeInput(form.from)
  if (fromMs === null) faults.from = 'Give a day and a time, or leave it empty to begin at once.'
  const toMs = fromMs === null ? null : endOf(form, fromMs)
  if (toMs === null && form.lasts === 'until') faults.until = 'Give the day and the time at which it ends.'
  else if (toMs !== null && fromMs !== null && toMs <= Math.max(fromMs, nowMs))
    faults.until = 'It must end later than that.'
  if (form.by.trim() === '') faults.by = 'A name is needed, so that others know whom to ask.'
  if (form.why.trim() === '') faults.why = 'A reason is needed, so that others know when it may go.'
  if (Object.keys(faults).length > 0 || fromMs === null || toMs === null) return { ok: false, faults }
  return { ok: true, input: { match, fromMs, toMs, by: form.by.trim(), why: form.why.trim() } }
}

function endOf(form: SilenceForm, fromMs: number): number | null {
  const lasts = LASTS.find(({ value }) => value === form.lasts)
  return lasts?.ms == null ? fromTimeInput(form.until) : fromMs + lasts.ms
}

function readMatch(form: SilenceForm, faults: SilenceFaults): AlertMatch {
  const labels = readLabels(form.labels)
  if (labels === null) faults.labels = 'Labels are written name=value, with commas between them.'
  const match: AlertMatch = {
    ...(form.service.trim() === '' ? {} : { service: form.service.trim() }),
    ...(form.process.trim() === '' ? {} : { process: form.process.trim() }),
    ...(form.rule === '' ? {} : { rule: form.rule }),
    ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
  }
  if (Object.keys(match).length === 0)
    faults.match = 'Name a service, a process, a rule or a label: else all alerts were silent.'
  return match
}

/** `null` for what cannot be read. */
export function readLabels(text: string): Record<string, string> | null {
  const labels: Record<string, string> = {}
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/u.exec(part) ?? []
    if (name === '') return null
    labels[name.trim()] = value.trim()
  }
  return labels
}
