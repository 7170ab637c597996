import { CheckField, Field, SelectField } from '../forms/field'
import forms from '../forms/forms.module.css'
import { CHANNEL_FIELDS, type ChannelField } from './channel-fields'
import { textIn, type ChannelForm } from './channel-form'
import { t } from '../../lib/words/en/settings'
import { currentLanguage } from '../../lib/words/language'

export interface FormFields {
  form: ChannelForm
  faultOf: (path: string) => string | undefined
  set: (change: Partial<ChannelForm>, path?: string) => void
}

/** A label as it stands among other words: nouns of German are written large there, too. */
const withinSentence = (label: string) => (currentLanguage() === 'en' ? label.toLowerCase() : label)

/** The fields of the kind that is chosen. A secret is never shown: empty keeps it. */
export function SettingsFields({ form, faultOf, set, secretsSet }: FormFields & { secretsSet: readonly string[] }) {
  const write = (field: ChannelField, text: string) =>
    set({ texts: { ...form.texts, [field.name]: text } }, `settings.${field.name}`)
  return (
    <div className={forms.row}>
      {CHANNEL_FIELDS[form.kind].map((field) => {
        const value = textIn(form, field)
        if (field.options)
          return (
            <SelectField
              key={field.name}
              label={field.label}
              value={value}
              options={field.options}
              onChange={(text) => write(field, text)}
            />
          )
        const isSet = field.isSecret === true && secretsSet.includes(field.name)
        return (
          <div key={`${form.kind} ${field.name}`}>
            <Field
              label={field.label}
              value={value}
              onChange={(text) => write(field, text)}
              fault={faultOf(`settings.${field.name}`)}
              hint={field.hint}
              isRequired={field.isRequired === true && !isSet}
              {...(field.isSecret ? { type: 'password', autoComplete: 'new-password' } : {})}
              {...placeholderOf(field, isSet)}
            />
            {isSet && field.isRequired !== true && (
              <CheckField
                label={t('forgetThe', { secret: withinSentence(field.label) })}
                isChecked={form.dropped.includes(field.name)}
                onChange={(isDropped) =>
                  set({
                    dropped: isDropped
                      ? [...form.dropped, field.name]
                      : form.dropped.filter((name) => name !== field.name),
                  })
                }
              />
            )}
          </div>
        )
      })}
    </div>
  )
}

function placeholderOf(field: ChannelField, isSet: boolean): { placeholder?: string } {
  if (isSet) return { placeholder: t('setLeaveEmptyTo') }
  return field.placeholder === undefined ? {} : { placeholder: field.placeholder }
}
