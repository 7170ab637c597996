'use client'

import { useState } from 'react'
import { insideApi } from '../../lib/client/inside-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ChoiceField } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'

interface TakeProps {
  process: string
  /** Something is captured already. */
  isBarred: boolean
  onTaken: () => void
}

const LASTS = [
  { value: '0', label: 'now' },
  { value: '30000', label: 'over 30 s' },
  { value: '300000', label: 'over 5 min' },
] as const
type Lasts = (typeof LASTS)[number]['value']

export function TakeProfile({ process, isBarred, onTaken }: TakeProps) {
  const { ask } = useClient()
  const [isOpen, setOpen] = useState(false)
  const [lasts, setLasts] = useState<Lasts>('0')
  const doing = useDoing()
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
      <button type="button" className={controls.button} disabled={isBarred} onClick={() => setOpen(true)}>
        Take a profile
      </button>
      {isOpen && (
        <NameDialog
          title="Take an allocation profile"
          act="Take it"
          isBusy={doing.isBusy}
          fault={doing.fault}
          onAct={(by) => void take(by)}
          onClose={close}
        >
          <p>
            What is alive by the line of code that allocated it, sampled every 512 KiB. V8 collects fully before it
            tells, which is the only pause.
          </p>
          <ChoiceField<Lasts> label="Sampled" value={lasts} options={LASTS} onChange={setLasts} />
          <p>
            {lasts === '0'
              ? 'All since the profiler runs; where it is off, it starts now, and the next profile has what came after.'
              : 'Only what is allocated in this time, and still lives at its end.'}
          </p>
        </NameDialog>
      )}
    </>
  )
}
