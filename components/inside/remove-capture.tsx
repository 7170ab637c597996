'use client'

import { useState } from 'react'
import { insideApi, isUnderWay } from '../../lib/client/inside-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useRemembered } from '../../lib/client/use-remembered'
import type { Capture } from '../../lib/protocol/captures'
import { ForRole } from '../access/for-role'
import { FormFault } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import styles from './inside.module.css'

interface RemoveCaptureProps {
  capture: Capture
  /** As in "Remove the heap snapshot of 14:03". */
  what: string
  onRemoved: () => void
}

/** Cancels what is under way, removes what is there; who did it is asked for once, and noted. */
export function RemoveCapture({ capture, what, onRemoved }: RemoveCaptureProps) {
  const { ask } = useClient()
  const [{ name }] = useRemembered()
  const [isOpen, setOpen] = useState(false)
  const doing = useDoing()
  const word = isUnderWay(capture) ? 'Cancel' : 'Remove'
  const remove = async (by: string) => {
    if (!(await doing.run(() => insideApi(ask).removeCapture(capture.id, by)))) return
    setOpen(false)
    onRemoved()
  }
  return (
    <ForRole role="operator">
      <button
        type="button"
        className={styles.link}
        aria-label={`${word} ${what}`}
        title={name === '' ? 'Asks for your name once' : `As ${name}`}
        disabled={doing.isBusy}
        onClick={() => (name === '' ? setOpen(true) : void remove(name))}
      >
        {word}
      </button>
      {!isOpen && <FormFault fault={doing.fault} />}
      {isOpen && (
        <NameDialog
          title={`${word} a capture`}
          act={`${word} it`}
          isBusy={doing.isBusy}
          fault={doing.fault}
          onAct={(by) => void remove(by)}
          onClose={() => {
            doing.clear()
            setOpen(false)
          }}
        >
          <p>
            {word === 'Cancel' ? 'It ends' : 'Its file goes'}: {what}. That is noted on the charts, with your name.
          </p>
        </NameDialog>
      )}
    </ForRole>
  )
}
