import { useId, type HTMLInputTypeAttribute, type ReactNode } from 'react'
import controls from '../shell/controls.module.css'
import styles from './forms.module.css'
import { t } from '../../lib/words/en/forms'
import { useSaid } from './use-typed'

interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** What is wrong with it, in a sentence. */
  fault?: string | null | undefined
  hint?: string | undefined
  type?: HTMLInputTypeAttribute
  placeholder?: string
  isRequired?: boolean
  /** Where the form begins to be filled in. */
  isFirst?: boolean
  maxLength?: number
  step?: number
  autoComplete?: string
  /** Only for eyes that cannot see the column it stands in. */
  isLabelHidden?: boolean
  onBlur?: () => void
}

/** A labelled line of text that says below itself what is wrong with it. */
export function Field({
  label,
  value,
  onChange,
  fault,
  hint,
  isFirst,
  isRequired,
  isLabelHidden,
  ...rest
}: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : ''}>
        {label}
        {isRequired && <span className={styles.required}> {t('required')}</span>}
      </label>
      <input
        id={id}
        className={controls.field}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={`${id}-more`}
        required={isRequired}
        data-first={isFirst ? '' : undefined}
        {...rest}
      />
      <Below id={`${id}-more`} fault={fault} hint={hint} />
    </div>
  )
}

export function Below({
  id,
  fault,
  hint,
}: {
  id: string
  fault?: string | null | undefined
  hint?: string | undefined
}) {
  return (
    <p id={id} className={fault ? styles.fault : styles.hint} data-fault={fault ? '' : undefined}>
      {fault ?? hint ?? ''}
    </p>
  )
}

interface SelectFieldProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  hint?: string
}

/** A choice that lives in the address. */
export function AddressedSelect<T extends string>({ value, onChange, ...rest }: SelectFieldProps<T>) {
  const { onBlur: _, ...said } = useSaid(value, onChange)
  return <SelectField {...rest} {...said} />
}

export function SelectField<T extends string>({ label, value, options, onChange, hint }: SelectFieldProps<T>) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={controls.field}
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
        aria-describedby={`${id}-more`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Below id={`${id}-more`} hint={hint} />
    </div>
  )
}

interface CheckFieldProps {
  label: ReactNode
  isChecked: boolean
  onChange: (isChecked: boolean) => void
}

export function CheckField({ label, isChecked, onChange }: CheckFieldProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  )
}

/** One of a few, all of them in sight. */
export function ChoiceField<T extends string>({ label, value, options, onChange }: Omit<SelectFieldProps<T>, 'hint'>) {
  const id = useId()
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Why something that was asked for did not work; there from the start, so that it is heard when it says something. */
export function FormFault({ fault }: { fault: string | null }) {
  return (
    <p role="alert" className={styles.formFault}>
      {fault}
    </p>
  )
}
