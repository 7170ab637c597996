import { FLAG_WORDS } from '../../lib/protocol/vocabulary'
import { CheckField, ChoiceField, Field } from '../forms/field'
import forms from '../forms/forms.module.css'
import type { FormFields } from './settings-fields'

/** What it is told of, and when. */
export function AudienceFields({ form, faultOf, set }: FormFields) {
  return (
    <>
      <Field
        label="Services"
        value={form.services}
        onChange={(services) => set({ services }, 'match.services')}
        fault={faultOf('match.services')}
        hint="Several with commas between them; empty: all of them."
      />
      <fieldset className={forms.choice}>
        <legend>Rules (none chosen: all of them)</legend>
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
        label="Told"
        value={form.escalates ? 'later' : 'now'}
        options={[
          { value: 'now', label: 'at once' },
          { value: 'later', label: 'of what nobody acknowledged' },
        ]}
        onChange={(told) => set({ escalates: told === 'later' })}
      />
      {form.escalates && (
        <Field
          label="For so long"
          value={form.escalateAfter}
          onChange={(escalateAfter) => set({ escalateAfter }, 'escalateAfterMs')}
          fault={faultOf('escalateAfterMs')}
        />
      )}
    </>
  )
}
