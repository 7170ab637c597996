import type { ReactNode } from 'react'
import controls from '../shell/controls.module.css'
import { Dialog } from './dialog'
import { FormFault } from './field'
import forms from './forms.module.css'
import { t } from '../../lib/words/en/forms'

interface FormDialogProps {
  title: string
  /** What the button says that sends it. */
  act: string
  isBusy: boolean
  /** It cannot be sent as things are. */
  isBarred?: boolean
  /** Why the newest try failed. */
  fault: string | null
  onSend: () => void
  onClose: () => void
  /** Other buttons, before Cancel. */
  beside?: ReactNode
  children: ReactNode
}

/** A few fields that are sent together, or not at all. */
export function FormDialog({
  title,
  act,
  isBusy,
  isBarred = false,
  fault,
  onSend,
  onClose,
  beside,
  children,
}: FormDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={forms.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy && !isBarred) onSend()
        }}
      >
        {children}
        <FormFault fault={fault} />
        <div className={forms.actions}>
          {beside}
          <button type="button" className={controls.button} onClick={onClose}>
            {t('cancel')}
          </button>
          <button
            type="submit"
            className={`${controls.button} ${controls.primary}`}
            disabled={isBusy || isBarred}
            aria-busy={isBusy}
          >
            {act}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
