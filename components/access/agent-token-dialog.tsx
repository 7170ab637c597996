'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import type { AgentTokenView, Shown } from '../../lib/protocol/access'
import { LIMITS } from '../../lib/protocol/limits'
import { FormDialog } from '../forms/form-dialog'
import { Field, SelectField } from '../forms/field'

const HOUR = 3_600_000
const GRACE = [
  { value: '0', label: 'none: it is shut at once' },
  { value: '1', label: 'an hour' },
  { value: '24', label: 'a day' },
  { value: '168', label: 'a week' },
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
      title={service === undefined ? 'Make a token of a service' : `Rotate the token of ${service}`}
      act="Make token"
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void make()}
      onClose={onClose}
    >
      <p>Agents of this service come in with it, and those of no other. Give it to them within the time of grace.</p>
      {service === undefined && (
        <Field
          label="Service"
          value={typed}
          onChange={setTyped}
          isRequired
          isFirst
          autoComplete="off"
          maxLength={LIMITS.textChars}
          placeholder="gateway"
          fault={isTried && wanted === '' ? 'The name of the service is needed, as its agents say it.' : null}
        />
      )}
      <SelectField
        label="Grace"
        value={grace}
        options={GRACE}
        onChange={setGrace}
        hint="How long what opened the service before still does."
      />
    </FormDialog>
  )
}
