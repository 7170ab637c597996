'use client'

import { useEffect, useId, useRef, type ReactNode } from 'react'
import styles from './forms.module.css'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** A native modal dialog, open while it is rendered: the browser keeps focus in it, Escape closes it, focus goes back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.showModal()
    // The browser would take the first control, whatever it is; the form knows where it begins to be filled in.
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      dialog?.close()
      // Who opened it may have gone meanwhile: then the page's content is where reading goes on.
      const back = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('main')
      back?.focus()
    }
  }, [])
  return (
    <dialog ref={ref} className={styles.dialog} aria-labelledby={`${id}-title`} onCancel={onClose}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  )
}
