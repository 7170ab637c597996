'use client'

import { useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { useClient } from '../../lib/client/react'
import { settingsApi } from '../../lib/client/settings-api'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import { countOf } from '../../lib/format/counts'
import { parseSpan, spanInput } from '../../lib/format/input-time'
import type { AlertRulesAnswer } from '../../lib/protocol/alert-api'
import { FLAG_WORDS, type FlagWord } from '../../lib/protocol/vocabulary'
import { ForRole } from '../access/for-role'
import { WhoMay } from '../access/who-may'
import { Field, FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { RuleRow } from './rule-row'
import { changeOf, formOf, spanFault, type RuleForm } from './rules-form'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'

const load = (ask: Ask, signal: AbortSignal) => settingsApi(ask).rules(signal)

/** How long each rule waits before somebody hears of it. */
export function RulesSection() {
  const asked = useAsked(load)
  const { value, again } = asked
  return (
    <section className={styles.section} aria-labelledby="rules">
      <h2 id="rules">{t('rules')}</h2>
      <p className={styles.lead}>{t('aFlagThatStays')}</p>
      <Unanswered asked={asked} />
      {value !== null && <Rules key={JSON.stringify(value)} answer={value} onSaved={again} />}
    </section>
  )
}

function Rules({ answer, onSaved }: { answer: AlertRulesAnswer; onSaved: () => void }) {
  const { ask } = useClient()
  const [form, setForm] = useState(() => formOf(answer))
  const doing = useDoing()
  const change = changeOf(form, answer)
  const set = (flag: FlagWord, rule: RuleForm) =>
    setForm((before) => ({ ...before, rules: { ...before.rules, [flag]: rule } }))
  const save = async () => {
    if (change.kind === 'some' && (await doing.run(() => settingsApi(ask).setRules(change.body)))) onSaved()
  }
  return (
    <form
      className={styles.panel}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className={styles.line}>
        <Field
          label={t('graceAfterAStart')}
          value={form.grace}
          onChange={(grace) => setForm((before) => ({ ...before, grace }))}
          fault={spanFault(form.grace)}
          hint={t('nothingOfAProcess', { graceMs: spanInput(answer.defaults.graceMs) })}
        />
      </div>
      <ul className={styles.rules}>
        {FLAG_WORDS.map((flag) => (
          <RuleRow
            key={flag}
            flag={flag}
            form={form.rules[flag]}
            standard={answer.defaults.rules[flag]}
            graceMs={parseSpan(form.grace) ?? answer.graceMs}
            onChange={(rule) => set(flag, rule)}
          />
        ))}
      </ul>
      <FormFault fault={doing.fault} />
      <ForRole role="admin" otherwise={<WhoMay role="admin" text={t('rulesAreSavedBy')} />}>
        <div className={styles.saving}>
          <p role="status">{changeWords(change)}</p>
          <button
            type="button"
            className={controls.button}
            disabled={change.kind === 'none'}
            onClick={() => setForm(formOf(answer))}
          >
            {t('undoChanges')}
          </button>
          <button
            type="submit"
            className={`${controls.button} ${controls.primary}`}
            disabled={change.kind !== 'some' || doing.isBusy}
          >
            {t('saveRules')}
          </button>
        </div>
      </ForRole>
    </form>
  )
}

function changeWords(change: ReturnType<typeof changeOf>): string {
  if (change.kind === 'faulty') return t('oneOfTheTimes')
  return change.kind === 'none' ? t('allIsSaved') : t('notSavedYet', { changes: countOf(change.count, 'change') })
}
