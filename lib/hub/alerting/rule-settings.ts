/** The numbers of alerts: those of the settings file, and over them what was set on a page. */
import { type AlertNumbers, type AlertSettings } from '../../alerts/settings'
import type { Store } from '../../history/store'
import type { AlertRuleSettings, AlertRulesAnswer } from '../../protocol/alert-api'
import type { Channel } from '../../protocol/alerts'
import { FLAG_WORDS, type FlagWord } from '../../protocol/vocabulary'

export const RULE_SETTINGS_KEPT = 'alert-rules'

export interface RuleEdit {
  rules?: Partial<Record<FlagWord, AlertRuleSettings>> | undefined
  graceMs?: number | undefined
}

export class AlertRules {
  readonly #store: Pick<Store, 'putRecords' | 'records'>
  readonly #numbers: AlertNumbers
  #edited: { rules: Partial<Record<FlagWord, AlertRuleSettings>>; graceMs?: number } = { rules: {} }

  constructor(store: Pick<Store, 'putRecords' | 'records'>, numbers: AlertNumbers) {
    this.#store = store
    this.#numbers = numbers
  }

  async recover(): Promise<void> {
    for (const { id, body } of await this.#store.records(RULE_SETTINGS_KEPT)) {
      if (id === 'grace') this.#edited.graceMs = body as number
      else this.#edited.rules[id as FlagWord] = body as AlertRuleSettings
    }
  }

  /** Resolves once it is on disk. */
  async edit({ rules, graceMs }: RuleEdit): Promise<void> {
    const changes = Object.entries(rules ?? {}).map(([id, body]) => ({ id, body: body as unknown }))
    if (graceMs !== undefined) changes.push({ id: 'grace', body: graceMs })
    await this.#store.putRecords(RULE_SETTINGS_KEPT, changes)
    this.#edited = {
      rules: { ...this.#edited.rules, ...rules },
      ...(graceMs === undefined ? this.#graceOf() : { graceMs }),
    }
  }

  answer(): AlertRulesAnswer {
    const rulesOf = (at: (rule: FlagWord) => AlertRuleSettings) =>
      Object.fromEntries(FLAG_WORDS.map((rule) => [rule, at(rule)])) as AlertRulesAnswer['rules']
    return {
      rules: rulesOf((rule) => this.#edited.rules[rule] ?? this.#default(rule)),
      graceMs: this.#edited.graceMs ?? this.#numbers.graceMs,
      defaults: { rules: rulesOf((rule) => this.#default(rule)), graceMs: this.#numbers.graceMs },
    }
  }

  /** As the book of alerts takes them. `over`: what a dry run tries instead. */
  settings(channels: readonly Channel[], over: RuleEdit = {}): AlertSettings {
    const { rules, graceMs } = this.answer()
    const tried = { ...rules, ...over.rules }
    const delays = channels.filter(({ isEnabled }) => isEnabled).map(({ escalateAfterMs }) => escalateAfterMs)
    return {
      ...this.#numbers,
      graceMs: over.graceMs ?? graceMs,
      rules: Object.fromEntries(
        FLAG_WORDS.map((rule) => {
          const { holdMs, quietMs } = tried[rule]
          return [rule, { ...this.#numbers.rules[rule], holdMs, quietMs }]
        }),
      ) as AlertNumbers['rules'],
      rulesOff: FLAG_WORDS.filter((rule) => !tried[rule].isEnabled),
      escalateAfterMs: [...new Set(delays.filter((delay) => delay !== null))].toSorted((a, b) => a - b),
    }
  }

  #default(rule: FlagWord): AlertRuleSettings {
    const { holdMs, quietMs } = this.#numbers.rules[rule]
    return { isEnabled: true, holdMs, quietMs }
  }

  #graceOf(): { graceMs?: number } {
    return this.#edited.graceMs === undefined ? {} : { graceMs: this.#edited.graceMs }
  }
}
