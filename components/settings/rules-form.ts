/** Rules as they are typed: spans as text, each with what is wrong with it, and what of it is to be saved. */
import { parseSpan, spanInput } from '../../lib/format/input-time'
import type { AlertRulesAnswer, AlertRuleSettings } from '../../lib/protocol/alert-api'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'
import { t } from '../../lib/words/en/settings'

export interface RuleForm {
  isEnabled: boolean
  hold: string
  quiet: string
}

export interface RulesForm {
  rules: Record<FlagWord, RuleForm>
  grace: string
}

const MOST_MS = 7 * 86_400_000

export function formOf({ rules, graceMs }: Pick<AlertRulesAnswer, 'rules' | 'graceMs'>): RulesForm {
  return {
    rules: Object.fromEntries(FLAG_WORDS.map((flag) => [flag, ruleForm(rules[flag])])) as Record<FlagWord, RuleForm>,
    grace: spanInput(graceMs),
  }
}

export function ruleForm({ isEnabled, holdMs, quietMs }: AlertRuleSettings): RuleForm {
  return { isEnabled, hold: spanInput(holdMs), quiet: spanInput(quietMs) }
}

/** What is wrong with a span, in a sentence. */
export function spanFault(text: string): string | null {
  const ms = parseSpan(text)
  if (ms === null) return t('aTimeSuchAs90')
  return ms > MOST_MS ? t('atMost7Days') : null
}

/** `null` while something in it is wrong. */
export function readRule({ isEnabled, hold, quiet }: RuleForm): AlertRuleSettings | null {
  if (spanFault(hold) !== null || spanFault(quiet) !== null) return null
  return { isEnabled, holdMs: parseSpan(hold) ?? 0, quietMs: parseSpan(quiet) ?? 0 }
}

export function sameRule(a: AlertRuleSettings, b: AlertRuleSettings): boolean {
  return a.isEnabled === b.isEnabled && a.holdMs === b.holdMs && a.quietMs === b.quietMs
}

export type RulesChange =
  | { kind: 'faulty' }
  | { kind: 'none' }
  | { kind: 'some'; count: number; body: { rules?: Partial<Record<FlagWord, AlertRuleSettings>>; graceMs?: number } }

/** Only what differs is sent: what somebody else has changed meanwhile stays. */
export function changeOf(form: RulesForm, answer: AlertRulesAnswer): RulesChange {
  const rules: Partial<Record<FlagWord, AlertRuleSettings>> = {}
  for (const flag of FLAG_WORDS) {
    const read = readRule(form.rules[flag])
    if (read === null) return { kind: 'faulty' }
    if (!sameRule(read, answer.rules[flag])) rules[flag] = read
  }
  if (spanFault(form.grace) !== null) return { kind: 'faulty' }
  const graceMs = parseSpan(form.grace) ?? 0
  const count = Object.keys(rules).length
  const isOtherGrace = graceMs !== answer.graceMs
  if (count === 0 && !isOtherGrace) return { kind: 'none' }
  return {
    kind: 'some',
    count: count + Number(isOtherGrace),
    body: { ...(count > 0 ? { rules } : {}), ...(isOtherGrace ? { graceMs } : {}) },
  }
}
