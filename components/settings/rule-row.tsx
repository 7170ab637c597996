'use client'

import { useState } from 'react'
import { spanInput } from '../../lib/format/input-time'
import { FLAG_HELP } from '../../lib/format/alert-facts'
import type { AlertRuleSettings } from '../../lib/protocol/alert-api'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { CheckField, Field } from '../forms/field'
import controls from '../shell/controls.module.css'
import { FlagLabel } from '../words/word'
import { DryRun } from './dry-run'
import { readRule, ruleForm, sameRule, spanFault, type RuleForm } from './rules-form'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'
import { rich } from '../words/rich'

interface RuleRowProps {
  flag: FlagWord
  form: RuleForm
  /** What holds where nobody set anything. */
  standard: AlertRuleSettings
  graceMs: number
  onChange: (form: RuleForm) => void
}

/** One rule, checked as it is typed, with its dry run. */
export function RuleRow({ flag, form, standard, graceMs, onChange }: RuleRowProps) {
  const [isOpen, setOpen] = useState(false)
  const read = readRule(form)
  return (
    <li className={styles.rule} data-rule={flag}>
      <fieldset>
        <legend>
          <FlagLabel flag={flag} /> <span className={styles.help}>{FLAG_HELP[flag]}</span>
        </legend>
        <div className={styles.ruleFields}>
          <CheckField
            label={<>{rich(t('firesOn', { flag }), <span className="visually-hidden" />)}</>}
            isChecked={form.isEnabled}
            onChange={(isEnabled) => onChange({ ...form, isEnabled })}
          />
          <Field
            label={t('hold')}
            value={form.hold}
            onChange={(hold) => onChange({ ...form, hold })}
            fault={spanFault(form.hold)}
            hint={t('default', { holdMs: spanInput(standard.holdMs) })}
          />
          <Field
            label={t('quiet')}
            value={form.quiet}
            onChange={(quiet) => onChange({ ...form, quiet })}
            fault={spanFault(form.quiet)}
            hint={t('default2', { quietMs: spanInput(standard.quietMs) })}
          />
          <div className={styles.ruleActions}>
            <button
              type="button"
              className={controls.button}
              aria-label={t('dryRunOf', { flag })}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {t('dryRun')}
            </button>
            {(read === null || !sameRule(read, standard)) && (
              <button
                type="button"
                className={controls.button}
                aria-label={t('defaultOf', { flag })}
                onClick={() => onChange(ruleForm(standard))}
              >
                {t('default3')}
              </button>
            )}
          </div>
        </div>
      </fieldset>
      {isOpen && <DryRun flag={flag} settings={read} graceMs={graceMs} />}
    </li>
  )
}
