import { ACCESS_LIMITS } from '../../lib/protocol/access'
import { Field } from '../forms/field'
import { t } from '../../lib/words/en/access'

interface PasswordFieldProps {
  label?: string
  value: string
  onChange: (value: string) => void
  isRequired?: boolean
  /** Faults are told once somebody tried to send the form. */
  isTried: boolean
  hint?: string
}

const { passwordMinChars: LEAST, passwordMaxChars: MOST } = ACCESS_LIMITS

export function passwordFault(password: string): string | null {
  return password.length < LEAST ? t('itNeedsAtLeast', { LEAST }) : null
}

/** A password that is to hold from now on. */
export function PasswordField({
  label = t('password'),
  value,
  onChange,
  isRequired = true,
  isTried,
  hint = t('atLeastCharacters', { LEAST }),
}: PasswordFieldProps) {
  const isOut = value === '' && !isRequired
  return (
    <Field
      label={label}
      type="password"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      autoComplete="new-password"
      maxLength={MOST}
      fault={isTried && !isOut ? passwordFault(value) : null}
      hint={hint}
    />
  )
}
