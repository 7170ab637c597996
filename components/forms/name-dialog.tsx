'use client'

import { useState, type ReactNode } from 'react'
import { useRemembered } from '../../lib/client/use-remembered'
import { FormDialog } from './form-dialog'
import { NameField } from './name-field'
import { t } from '../../lib/words/en/forms'

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
  const nameFault = by.trim() === '' ? t('aNameIsNeeded') : null
  const save = () => {
    setTried(true)
    if (nameFault !== null || isBarred) return
    remember({ name: by.trim() })
    onAct(by.trim())
  }
  return (
    <FormDialog
      title={title}
      act={act}
      isBusy={isBusy}
      fault={fault}
      onSend={save}
      onClose={onClose}
      isBarred={isBarred}
    >
      {children}
      <NameField value={by} onChange={setBy} isFirst fault={isTried ? nameFault : null} />
    </FormDialog>
  )
}
