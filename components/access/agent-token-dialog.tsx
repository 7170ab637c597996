'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import type { AgentTokenView, Shown } from '../../lib/protocol/access'
import { LIMITS } from '../../lib/protocol/limits'
import { FormDialog } from '../forms/form-dialog'
import { Field, SelectField } from '../forms/field'
import { t } from '../../lib/words/en/access'

const HOUR = 3_600_000
const GRACE = [
  {
    value: '0',
    get label() {
      return t('noneItIsShut')
    },
  },
  {
    value: '1',
    get label() {
      return t('anHour')
    },
  },
  {
    value: '24',
    get label() {
      return t('aDay')
    },
  },
  {
    value: '168',
    get label() {
      return t('aWeek')
    },
  },
] as const
type Grace = (typeof GRACE)[number]['value']

interface AgentTokenDialogProps {
  /** Of which the token is rotated; absent: a service that has none yet. */
  service?: string
  onMade: (token: Shown<AgentTokenView>) => void
  onClose: () => void
}

/** A token of a service's own, and how long what opened it before still does. */
export function AgentTokenDialog({ service, onMade, onClose }: AgentTokenDialogProps) {
  const { ask } = useClient()
  const [typed, setTyped] = useState('')
  const [grace, setGrace] = useState<Grace>('24')
  const [isTried, setTried] = useState(false)
  const doing = useDoing()
  const wanted = service ?? typed.trim()
  const make = async () => {
    setTried(true)
    if (wanted === '') return
    const graceMs = Number(grace) * HOUR
    await doing.run(async () => onMade(await accessApi(ask).makeAgentToken({ service: wanted, graceMs })))
  }
  return (
    <FormDialog
      title={service === undefined ? t('makeATokenOf') : t('rotateTheTokenOf', { service })}
      act={t('makeToken')}
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void make()}
      onClose={onClose}
    >
      <p>{t('agentsOfThisService')}</p>
      {service === undefined && (
        <Field
          label={t('service')}
          value={typed}
          onChange={setTyped}
          isRequired
          isFirst
          autoComplete="off"
          maxLength={LIMITS.textChars}
          placeholder="gateway"
          fault={isTried && wanted === '' ? t('theNameOfThe') : null}
        />
      )}
      <SelectField label={t('grace')} value={grace} options={GRACE} onChange={setGrace} hint={t('howLongWhatOpened')} />
    </FormDialog>
  )
}
