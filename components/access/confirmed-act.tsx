'use client'

import { useState, type ReactNode } from 'react'
import { useDoing } from '../../lib/client/use-doing'
import { ConfirmDialog } from '../forms/confirm-dialog'
import controls from '../shell/controls.module.css'

interface ConfirmedActProps {
  /** On the button; `label` for who cannot see what it stands beside. */
  text: string
  label: string
  /** The question, and what the button in it says. */
  title: string
  act: string
  run: () => Promise<unknown>
  onDone: () => void
  children: ReactNode
}

/** A button that asks once more. */
export function ConfirmedAct({ text, label, title, act, run, onDone, children }: ConfirmedActProps) {
  const [isOpen, setOpen] = useState(false)
  const doing = useDoing()
  const close = () => {
    doing.clear()
    setOpen(false)
  }
  const go = async () => {
    if (!(await doing.run(run))) return
    setOpen(false)
    onDone()
  }
  return (
    <>
      <button type="button" className={controls.button} aria-label={label} onClick={() => setOpen(true)}>
        {text}
      </button>
      {isOpen && (
        <ConfirmDialog title={title} act={act} doing={doing} onAct={() => void go()} onClose={close}>
          {children}
        </ConfirmDialog>
      )}
    </>
  )
}
