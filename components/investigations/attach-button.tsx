'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { findingsApi } from '../../lib/client/findings-api'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClient } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useDoing } from '../../lib/client/use-doing'
import { findingAddress } from '../findings/finding-address'
import { SelectField } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'
import { t } from '../../lib/words/en/investigations'

/** What the investigation says, as evidence and a note of a finding that is there already. */
export function AttachButton({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false)
  const [attached, setAttached] = useState<string | null>(null)
  return (
    <>
      <button type="button" className={controls.button} onClick={() => setOpen(true)}>
        {t('attachToAFinding')}
      </button>
      {attached !== null && <Link href={findingAddress(attached)}>{t('itIsAttached')}</Link>}
      {isOpen && <AttachDialog id={id} onAttached={setAttached} onClose={() => setOpen(false)} />}
    </>
  )
}

const load = (ask: Ask, signal: AbortSignal) => findingsApi(ask).list(signal)

interface AttachDialogProps {
  id: string
  onAttached: (finding: string) => void
  onClose: () => void
}

function AttachDialog({ id, onAttached, onClose }: AttachDialogProps) {
  const { ask } = useClient()
  const { value, fault } = useAsked(load)
  const findings = value?.findings ?? []
  const [chosen, setChosen] = useState('')
  const finding = chosen || (findings[0]?.id ?? '')
  const doing = useDoing()
  const attach = async (by: string) => {
    if (!(await doing.run(() => investigationsApi(ask).attach(id, finding, by)))) return
    onAttached(finding)
    onClose()
  }
  return (
    <NameDialog
      title={t('attachToAFinding')}
      act={t('attach')}
      isBusy={doing.isBusy}
      isBarred={finding === ''}
      fault={doing.fault ?? fault}
      onAct={(by) => void attach(by)}
      onClose={onClose}
    >
      {value !== null && findings.length === 0 ? (
        <p>{t('thereIsNoFinding')}</p>
      ) : (
        <SelectField
          label={t('finding')}
          value={finding}
          options={findings.map((one) => ({ value: one.id, label: one.title }))}
          onChange={setChosen}
        />
      )}
    </NameDialog>
  )
}
