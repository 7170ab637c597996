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
import { t } from '../../lib/words/en/inside'

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
  const isComing = isUnderWay(capture)
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
        aria-label={isComing ? t('cancelThat', { what }) : t('removeThat', { what })}
        title={name === '' ? t('asksForYourName') : t('as', { name })}
        disabled={doing.isBusy}
        onClick={() => (name === '' ? setOpen(true) : void remove(name))}
      >
        {isComing ? t('cancel') : t('remove')}
      </button>
      {!isOpen && <FormFault fault={doing.fault} />}
      {isOpen && (
        <NameDialog
          title={isComing ? t('cancelACapture') : t('removeACapture')}
          act={isComing ? t('cancelIt') : t('removeIt')}
          isBusy={doing.isBusy}
          fault={doing.fault}
          onAct={(by) => void remove(by)}
          onClose={() => {
            doing.clear()
            setOpen(false)
          }}
        >
          <p>{isComing ? t('itEnds', { what }) : t('itsFileGoes', { what })}</p>
        </NameDialog>
      )}
    </ForRole>
  )
}
