'use client'

import { useRemembered } from '../../lib/client/use-remembered'
import { Field } from './field'
import { t } from '../../lib/words/en/forms'

interface NameFieldProps {
  value: string
  onChange: (value: string) => void
  fault?: string | null | undefined
  isFirst?: boolean
  isRequired?: boolean
}

/** Who does it, where nobody is logged in: else the hub knows. */
export function NameField({ value, onChange, fault = null, isFirst = false, isRequired = true }: NameFieldProps) {
  const [{ isSigned }] = useRemembered()
  if (isSigned) return null
  return (
    <Field
      label={t('yourName')}
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      isFirst={isFirst}
      autoComplete="name"
      maxLength={200}
      fault={fault}
      hint={t('thisBrowserRemembersIt')}
    />
  )
}
