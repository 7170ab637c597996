import type { ReactNode } from 'react'
import type { Doing } from '../../lib/client/use-doing'
import controls from '../shell/controls.module.css'
import { Dialog } from './dialog'
import { FormFault } from './field'
import forms from './forms.module.css'
import { t } from '../../lib/words/en/forms'

interface ConfirmDialogProps {
  title: string
  /** What the button says that does it. */
  act: string
  doing: Doing
  onAct: () => void
  onClose: () => void
  /** What comes of it. */
  children: ReactNode
}

/** What cannot be taken back is said before it is done. */
export function ConfirmDialog({ title, act, doing, onAct, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={forms.form}>
        <p>{children}</p>
        <FormFault fault={doing.fault} />
        <div className={forms.actions}>
          <button type="button" className={controls.button} onClick={onClose}>
            {t('keepIt')}
          </button>
          <button
            type="button"
            className={`${controls.button} ${controls.primary}`}
            disabled={doing.isBusy}
            onClick={onAct}
          >
            {act}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
