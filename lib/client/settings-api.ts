/** The hub's routes of what is set on pages: rules and channels. */
import type { AlertRulesAnswer, AlertRuleSettings, ChannelView, DryRunAnswer } from '../protocol/alert-api'
import type { DeliveryAttempt } from '../protocol/alerts'
import type { FlagWord } from '../protocol/vocabulary'
import type { Ask } from './ask'

/** `Channel` as a form has it: the hub says what is wrong with it. A secret that is left out stays as it is. */
export interface ChannelInput {
  id?: string
  name: string
  isEnabled: boolean
  settings: Record<string, unknown>
  match: { services?: string[]; rules?: FlagWord[] }
  escalateAfterMs: number | null
  mayReachPrivate: boolean
}

export interface ChannelFault {
  /** `settings.url` */
  path: string
  message: string
}

export interface DryRunInput {
  rule: FlagWord
  settings: AlertRuleSettings
  graceMs: number
  days: number
}

const CHANNELS = '/api/v1/channels'
const RULES = '/api/v1/alert-rules'

export function settingsApi(ask: Ask) {
  const one = (id: string) => `${CHANNELS}/${encodeURIComponent(id)}`
  return {
    rules: (signal: AbortSignal) => ask<AlertRulesAnswer>(RULES, { signal }),
    setRules: (body: { rules?: Partial<Record<FlagWord, AlertRuleSettings>>; graceMs?: number }) =>
      ask<AlertRulesAnswer>(RULES, { method: 'PUT', body }),
    dryRun: (body: DryRunInput, signal: AbortSignal) =>
      ask<DryRunAnswer>(`${RULES}/dry-run`, { method: 'POST', body, signal }),
    channels: (signal: AbortSignal) => ask<{ channels: ChannelView[] }>(CHANNELS, { signal }),
    addChannel: (body: ChannelInput) => ask<ChannelView>(CHANNELS, { method: 'POST', body }),
    setChannel: (id: string, body: ChannelInput) => ask<ChannelView>(one(id), { method: 'PUT', body }),
    removeChannel: (id: string) => ask<undefined>(one(id), { method: 'DELETE' }),
    tryChannel: (id: string) => ask<DeliveryAttempt>(`${one(id)}/try`, { method: 'POST' }),
    tryUnsaved: (body: ChannelInput) => ask<DeliveryAttempt>(`${CHANNELS}/try`, { method: 'POST', body }),
    checkChannel: (body: ChannelInput, signal: AbortSignal) =>
      ask<{ faults: ChannelFault[] }>(`${CHANNELS}/check`, { method: 'POST', body, signal }),
  }
}
