'use client'

import { useState } from 'react'
import { spanInput } from '../../lib/format/input-time'
import { FLAG_HELP } from '../../lib/format/alert-words'
import type { AlertRuleSettings } from '../../lib/protocol/alert-api'
import type { FlagWord } from '../../lib/protocol/vocabulary'
import { CheckField, Field } from '../forms/field'
import controls from '../shell/controls.module.css'
import { FlagLabel } from '../words/word'
import { DryRun } from './dry-run'
import { readRule, ruleForm, sameRule, spanFault, type RuleForm } from './rules-form'
import styles from './settings.module.css'

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
            label={
              <>
                Fires<span className="visually-hidden"> on {flag}</span>
              </>
            }
            isChecked={form.isEnabled}
            onChange={(isEnabled) => onChange({ ...form, isEnabled })}
          />
          <Field
            label="Hold"
            value={form.hold}
            onChange={(hold) => onChange({ ...form, hold })}
            fault={spanFault(form.hold)}
            hint={`Default: ${spanInput(standard.holdMs)}`}
          />
          <Field
            label="Quiet"
            value={form.quiet}
            onChange={(quiet) => onChange({ ...form, quiet })}
            fault={spanFault(form.quiet)}
            hint={`Default: ${spanInput(standard.quietMs)}`}
          />
          <div className={styles.ruleActions}>
            <button
              type="button"
              className={controls.button}
              aria-label={`Dry run of ${flag}`}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              Dry run
            </button>
            {(read === null || !sameRule(read, standard)) && (
              <button
                type="button"
                className={controls.button}
                aria-label={`Default of ${flag}`}
                onClick={() => onChange(ruleForm(standard))}
              >
                Default
              </button>
            )}
          </div>
        </div>
      </fieldset>
      {isOpen && <DryRun flag={flag} settings={read} graceMs={graceMs} />}
    </li>
  )
}
