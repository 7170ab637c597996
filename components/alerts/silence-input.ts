/** What is typed into the form of a silence, and what it amounts to. */
import { fromTimeInput } from '../../lib/format/input-time'
import type { AlertMatch, SilenceInput } from '../../lib/protocol/alerts'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { t } from '../../lib/words/en/alerts'

const HOUR = 3_600_000

export const LASTS = [
  {
    value: '1h',
    get label() {
      return t('n1H')
    },
    ms: HOUR,
  },
  {
    value: '4h',
    get label() {
      return t('n4H')
    },
    ms: 4 * HOUR,
  },
  {
    value: '1d',
    get label() {
      return t('n1Day')
    },
    ms: 24 * HOUR,
  },
  {
    value: 'until',
    get label() {
      return t('until2')
    },
    ms: null,
  },
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
  if (fromMs === null) faults.from = t('giveADayAnd')
  const toMs = fromMs === null ? null : endOf(form, fromMs)
  if (toMs === null && form.lasts === 'until') faults.until = t('giveTheDayAnd')
  else if (toMs !== null && fromMs !== null && toMs <= Math.max(fromMs, nowMs)) faults.until = t('itMustEndLater')
  if (form.by.trim() === '') faults.by = t('aNameIsNeeded')
  if (form.why.trim() === '') faults.why = t('aReasonIsNeeded')
  if (Object.keys(faults).length > 0 || fromMs === null || toMs === null) return { ok: false, faults }
  return { ok: true, input: { match, fromMs, toMs, by: form.by.trim(), why: form.why.trim() } }
}

function endOf(form: SilenceForm, fromMs: number): number | null {
  const lasts = LASTS.find(({ value }) => value === form.lasts)
  return lasts?.ms == null ? fromTimeInput(form.until) : fromMs + lasts.ms
}

function readMatch(form: SilenceForm, faults: SilenceFaults): AlertMatch {
  const labels = readLabels(form.labels)
  if (labels === null) faults.labels = t('labelsAreWrittenName')
  const match: AlertMatch = {
    ...(form.service.trim() === '' ? {} : { service: form.service.trim() }),
    ...(form.process.trim() === '' ? {} : { process: form.process.trim() }),
    ...(form.rule === '' ? {} : { rule: form.rule }),
    ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
  }
  if (Object.keys(match).length === 0) faults.match = t('nameAServiceA')
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
