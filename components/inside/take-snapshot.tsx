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
import { useAskedAct } from '../shell/use-asked-act'
import styles from './inside.module.css'
import { t } from '../../lib/words/en/inside'

interface TakeProps {
  process: string
  /** Something is captured already. */
  isBarred: boolean
  onTaken: () => void
}

export function TakeSnapshot({ process, isBarred, onTaken }: TakeProps) {
  const [isOpen, setOpen] = useState(false)
  const opener = useAskedAct('snapshot', () => setOpen(true))
  return (
    <>
      <button ref={opener} type="button" className={controls.button} disabled={isBarred} onClick={() => setOpen(true)}>
        {t('takeASnapshot')}
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
      title={t('takeAHeapSnapshot')}
      act={t('stopTheProcessAnd')}
      isBusy={doing.isBusy}
      isBarred={value?.isAllowed !== true}
      fault={doing.fault}
      onAct={(by) => void take(by)}
      onClose={onClose}
    >
      <div role="status">{value ? <Estimate estimate={value} /> : <p>{fault ?? t('askingTheProcessWhat')}</p>}</div>
      <CheckField label={t('keepTheContentsOf')} isChecked={keepsStrings} onChange={setKeepsStrings} />
    </NameDialog>
  )
}

function Estimate({ estimate }: { estimate: SnapshotEstimate }) {
  const { heapBytes, pauseMs, memoryBytes, freeBytes, isAllowed, reason } = estimate
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>{t('itStandsStillFor')}</dt>
          <dd>{t('andAnswersNobodyMeanwhile', { pauseMs: formatPause(pauseMs) })}</dd>
        </div>
        <div>
          <dt>{t('itNeeds')}</dt>
          <dd>{t('moreMemoryForA', { memoryBytes: formatBytes(memoryBytes), heapBytes: formatBytes(heapBytes) })}</dd>
        </div>
        <div>
          <dt>{t('free')}</dt>
          <dd>{formatBytes(freeBytes)}</dd>
        </div>
      </dl>
      {!isAllowed && (
        <p className={styles.fault}>{t('itCannotBeTaken', { reason: reason ?? t('theProcessRefusesIt') })}</p>
      )}
    </>
  )
}
