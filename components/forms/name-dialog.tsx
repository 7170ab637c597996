'use client'

import { useState, type ReactNode } from 'react'
import { useRemembered } from '../../lib/client/use-remembered'
import controls from '../shell/controls.module.css'
import { Dialog } from './dialog'
import { FormFault } from './field'
import forms from './forms.module.css'
import { NameField } from './name-field'

interface NameDialogProps {
  title: string
  /** What the button says that does it. */
  act: string
  isBusy: boolean
  /** It cannot be done now, whoever asks. */
  isBarred?: boolean
  fault: string | null
  onAct: (by: string) => void
  onClose: () => void
  children?: ReactNode
}

/** What is done is recorded with who did it: the name is asked for, and remembered. */
export function NameDialog({ title, act, isBusy, isBarred = false, fault, onAct, onClose, children }: NameDialogProps) {
  const [{ name }, remember] = useRemembered()
  const [by, setBy] = useState(name)
  const [isTried, setTried] = useState(false)
  const nameFault = by.trim() === '' ? 'A name is needed, so that others know whom to ask.' : null
  const save = () => {
    setTried(true)
    if (nameFault !== null || isBarred) return
    remember({ name: by.trim() })
    onAct(by.trim())
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={forms.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {children}
        <NameField value={by} onChange={setBy} isFirst fault={isTried ? nameFault : null} />
        <FormFault fault={fault} />
        <div className={forms.actions}>
          <button type="button" className={controls.button} onClick={onClose}>
            Cancel
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
