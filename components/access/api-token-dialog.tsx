'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { asSentence } from '../../lib/format/sentence'
import { ACCESS_LIMITS, type ApiTokenView, type Role, type Shown } from '../../lib/protocol/access'
import { Dialog } from '../forms/dialog'
import { Field, FormFault, SelectField } from '../forms/field'
import forms from '../forms/forms.module.css'
import controls from '../shell/controls.module.css'
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
    <Dialog title="Make an API token" onClose={onClose}>
      <form
        className={forms.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
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
        <FormFault fault={doing.fault === null ? null : asSentence(doing.fault)} />
        <div className={forms.actions}>
          <button type="button" className={controls.button} onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className={`${controls.button} ${controls.primary}`} disabled={doing.isBusy}>
            Make token
          </button>
        </div>
      </form>
    </Dialog>
  )
}
