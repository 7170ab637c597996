'use client'

import { useState } from 'react'
import { insideApi } from '../../lib/client/inside-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ChoiceField } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'
import { useAskedAct } from '../shell/use-asked-act'
import { t } from '../../lib/words/en/inside'

interface TakeProps {
  process: string
  /** Something is captured already. */
  isBarred: boolean
  onTaken: () => void
}

const LASTS = [
  {
    value: '0',
    get label() {
      return t('now')
    },
  },
  {
    value: '30000',
    get label() {
      return t('over30S')
    },
  },
  {
    value: '300000',
    get label() {
      return t('over5Min')
    },
  },
] as const
type Lasts = (typeof LASTS)[number]['value']

export function TakeProfile({ process, isBarred, onTaken }: TakeProps) {
  const { ask } = useClient()
  const [isOpen, setOpen] = useState(false)
  const [lasts, setLasts] = useState<Lasts>('0')
  const doing = useDoing()
  const opener = useAskedAct('profile', () => setOpen(true))
  const close = () => {
    doing.clear()
    setOpen(false)
  }
  const take = async (by: string) => {
    if (!(await doing.run(() => insideApi(ask).takeProfile(process, by, Number(lasts))))) return
    close()
    onTaken()
  }
  return (
    <>
      <button ref={opener} type="button" className={controls.button} disabled={isBarred} onClick={() => setOpen(true)}>
        {t('takeAProfile')}
      </button>
      {isOpen && (
        <NameDialog
          title={t('takeAnAllocationProfile')}
          act={t('takeIt')}
          isBusy={doing.isBusy}
          fault={doing.fault}
          onAct={(by) => void take(by)}
          onClose={close}
        >
          <p>{t('whatIsAliveBy')}</p>
          <ChoiceField<Lasts> label={t('sampled')} value={lasts} options={LASTS} onChange={setLasts} />
          <p>{lasts === '0' ? t('allSinceTheProfiler') : t('onlyWhatIsAllocated')}</p>
        </NameDialog>
      )}
    </>
  )
}
