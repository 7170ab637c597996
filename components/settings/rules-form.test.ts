import { describe, expect, it } from 'vitest'
import type { AlertRulesAnswer, AlertRuleSettings } from '../../lib/protocol/alert-api'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'
import { changeOf, formOf, readRule, spanFault } from './rules-form'

const RULE: AlertRuleSettings = { isEnabled: true, holdMs: 90_000, quietMs: 600_000 }
const rules = Object.fromEntries(FLAG_WORDS.map((flag) => [flag, RULE])) as Record<FlagWord, AlertRuleSettings>
const ANSWER: AlertRulesAnswer = { rules, graceMs: 60_000, defaults: { rules, graceMs: 60_000 } }

describe('the form of the rules', () => {
  it('shows times as they are typed, and nothing is changed by that', () => {
    const form = formOf(ANSWER)
    expect(form.rules.growth).toEqual({ isEnabled: true, hold: '1 min 30 s', quiet: '10 min' })
    expect(changeOf(form, ANSWER)).toEqual({ kind: 'none' })
  })

  it('sends only what differs', () => {
    const form = formOf(ANSWER)
    form.rules.silent = { ...form.rules.silent, isEnabled: false }
    form.grace = '2 min'
    expect(changeOf(form, ANSWER)).toEqual({
      kind: 'some',
      count: 2,
      body: { rules: { silent: { ...RULE, isEnabled: false } }, graceMs: 120_000 },
    })
  })

  it('sends nothing while a time cannot be read', () => {
    const form = formOf(ANSWER)
    form.rules.growth = { ...form.rules.growth, hold: 'soon' }
    expect(changeOf(form, ANSWER)).toEqual({ kind: 'faulty' })
    expect(readRule(form.rules.growth)).toBeNull()
  })

  it.each([
    ['5 min', null],
    ['soon', 'A time such as 90 s, 5 min or 1 h 30 min.'],
    ['8 d', 'At most 7 days.'],
  ])('says of %s: %s', (text, fault) => expect(spanFault(text)).toBe(fault))
})
