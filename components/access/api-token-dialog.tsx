'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ACCESS_LIMITS, type ApiTokenView, type Role, type Shown } from '../../lib/protocol/access'
import { FormDialog } from '../forms/form-dialog'
import { Field, SelectField } from '../forms/field'
import { RoleField } from './role-field'

const DAY = 86_400_000
const HOLDS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'always', label: 'until it is removed' },
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
      title="Make an API token"
      act="Make token"
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void make()}
      onClose={onClose}
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        isRequired
        isFirst
        autoComplete="off"
        maxLength={ACCESS_LIMITS.nameChars}
        placeholder="prometheus"
        fault={isTried && name.trim() === '' ? 'A name is needed: what the program does is signed with it.' : null}
      />
      <RoleField value={role} onChange={setRole} />
      <SelectField label="Holds for" value={holds} options={HOLDS} onChange={setHolds} />
    </FormDialog>
  )
}
