'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ACCESS_LIMITS, type ApiTokenView, type Role, type Shown } from '../../lib/protocol/access'
import { FormDialog } from '../forms/form-dialog'
import { Field, SelectField } from '../forms/field'
import { RoleField } from './role-field'
import { t } from '../../lib/words/en/access'

const DAY = 86_400_000
const HOLDS = [
  {
    value: '30',
    get label() {
      return t('n30Days')
    },
  },
  {
    value: '90',
    get label() {
      return t('n90Days')
    },
  },
  {
    value: '365',
    get label() {
      return t('aYear')
    },
  },
  {
    value: 'always',
    get label() {
      return t('untilItIsRemoved')
    },
  },
] as const
type Holds = (typeof HOLDS)[number]['value']

interface ApiTokenDialogProps {
  onMade: (token: Shown<ApiTokenView>) => void
  onClose: () => void
}

export function ApiTokenDialog({ onMade, onClose }: ApiTokenDialogProps) {
  const { ask } = useClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [holds, setHolds] = useState<Holds>('90')
  const [isTried, setTried] = useState(false)
  const doing = useDoing()
  const make = async () => {
    setTried(true)
    if (name.trim() === '') return
    const forMs = holds === 'always' ? null : Number(holds) * DAY
    await doing.run(async () => onMade(await accessApi(ask).makeApiToken({ name: name.trim(), role, forMs })))
  }
  return (
    <FormDialog
      title={t('makeAnApiToken')}
      act={t('makeToken')}
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void make()}
      onClose={onClose}
    >
      <Field
        label={t('name')}
        value={name}
        onChange={setName}
        isRequired
        isFirst
        autoComplete="off"
        maxLength={ACCESS_LIMITS.nameChars}
        placeholder="prometheus"
        fault={isTried && name.trim() === '' ? t('aNameIsNeeded') : null}
      />
      <RoleField value={role} onChange={setRole} />
      <SelectField label={t('holdsFor')} value={holds} options={HOLDS} onChange={setHolds} />
    </FormDialog>
  )
}
