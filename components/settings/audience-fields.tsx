import { FLAG_WORDS } from '../../lib/protocol/vocabulary'
import { CheckField, ChoiceField, Field } from '../forms/field'
import forms from '../forms/forms.module.css'
import type { FormFields } from './settings-fields'
import { t } from '../../lib/words/en/settings'

/** What it is told of, and when. */
export function AudienceFields({ form, faultOf, set }: FormFields) {
  return (
    <>
      <Field
        label={t('services')}
        value={form.services}
        onChange={(services) => set({ services }, 'match.services')}
        fault={faultOf('match.services')}
        hint={t('severalWithCommasBetween')}
      />
      <fieldset className={forms.choice}>
        <legend>{t('rulesNoneChosenAll')}</legend>
        {FLAG_WORDS.map((rule) => (
          <CheckField
            key={rule}
            label={rule}
            isChecked={form.rules.includes(rule)}
            onChange={(isChosen) =>
              set({ rules: isChosen ? [...form.rules, rule] : form.rules.filter((one) => one !== rule) })
            }
          />
        ))}
      </fieldset>
      <ChoiceField
        label={t('told')}
        value={form.escalates ? 'later' : 'now'}
        options={[
          { value: 'now', label: t('atOnce') },
          { value: 'later', label: t('ofWhatNobodyAcknowledged') },
        ]}
        onChange={(told) => set({ escalates: told === 'later' })}
      />
      {form.escalates && (
        <Field
          label={t('forSoLong')}
          value={form.escalateAfter}
          onChange={(escalateAfter) => set({ escalateAfter }, 'escalateAfterMs')}
          fault={faultOf('escalateAfterMs')}
        />
      )}
    </>
  )
}
