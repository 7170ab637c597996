'use client'

import { useCallback, useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi } from '../../lib/client/inside-api'
import { useClient } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import { formatBytes } from '../../lib/format/bytes'
import { formatPause } from '../../lib/format/pause'
import type { SnapshotEstimate } from '../../lib/protocol/commands'
import { CheckField } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'
import styles from './inside.module.css'

interface TakeProps {
  process: string
  /** Something is captured already. */
  isBarred: boolean
  onTaken: () => void
}

export function TakeSnapshot({ process, isBarred, onTaken }: TakeProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={controls.button} disabled={isBarred} onClick={() => setOpen(true)}>
        Take a snapshot
      </button>
      {isOpen && (
        <SnapshotDialog
          process={process}
          onTaken={() => {
            setOpen(false)
            onTaken()
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

interface SnapshotDialogProps {
  process: string
  onTaken: () => void
  onClose: () => void
}

/** What it would cost is asked for first; only then it can be taken. */
function SnapshotDialog({ process, onTaken, onClose }: SnapshotDialogProps) {
  const { ask } = useClient()
  const [keepsStrings, setKeepsStrings] = useState(false)
  const doing = useDoing()
  const load = useCallback((asks: Ask) => insideApi(asks).estimateSnapshot(process, 'an estimate'), [process])
  const { value, fault } = useAsked(load)
  const take = async (by: string) => {
    if (await doing.run(() => insideApi(ask).takeSnapshot(process, by, keepsStrings))) onTaken()
  }
  return (
    <NameDialog
      title="Take a heap snapshot"
      act="Stop the process and take it"
      isBusy={doing.isBusy}
      isBarred={value?.isAllowed !== true}
      fault={doing.fault}
      onAct={(by) => void take(by)}
      onClose={onClose}
    >
      <div role="status">
        {value ? <Estimate estimate={value} /> : <p>{fault ?? 'Asking the process what it would take…'}</p>}
      </div>
      <CheckField
        label="Keep the contents of strings: the file opens in the tools of browsers, and holds whatever secrets are in memory"
        isChecked={keepsStrings}
        onChange={setKeepsStrings}
      />
    </NameDialog>
  )
}

function Estimate({ estimate }: { estimate: SnapshotEstimate }) {
  const { heapBytes, pauseMs, memoryBytes, freeBytes, isAllowed, reason } = estimate
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>It stands still for</dt>
          <dd>{formatPause(pauseMs)}, and answers nobody meanwhile</dd>
        </div>
        <div>
          <dt>It needs</dt>
          <dd>
            {formatBytes(memoryBytes)} more memory, for a heap of {formatBytes(heapBytes)}
          </dd>
        </div>
        <div>
          <dt>Free</dt>
          <dd>{formatBytes(freeBytes)}</dd>
        </div>
      </dl>
      {!isAllowed && <p className={styles.fault}>It cannot be taken now: {reason ?? 'the process refuses it.'}</p>}
    </>
  )
}
