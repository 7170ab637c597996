'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { asSentence } from '../../lib/format/sentence'
import { ACCESS_LIMITS, type Role, type UserView } from '../../lib/protocol/access'
import { Dialog } from '../forms/dialog'
import { CheckField, Field, FormFault } from '../forms/field'
import forms from '../forms/forms.module.css'
import controls from '../shell/controls.module.css'
import { PasswordField, passwordFault } from './password-field'
import { RoleField } from './role-field'

interface UserDialogProps {
  /** Absent: a new one. */
  user?: UserView
  onDone: () => void
  onClose: () => void
}

export function UserDialog({ user, onDone, onClose }: UserDialogProps) {
  const { ask } = useClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>(user?.role ?? 'viewer')
  const [password, setPassword] = useState('')
  const [isDisabled, setDisabled] = useState(user?.isDisabled ?? false)
  const [isTried, setTried] = useState(false)
  const doing = useDoing()
  const isMissing = user ? password !== '' && passwordFault(password) !== null : passwordFault(password) !== null
  const save = async () => {
    setTried(true)
    if (isMissing || (!user && name.trim() === '')) return
    const api = accessApi(ask)
    const isDone = await doing.run(() =>
      user
        ? api.changeUser(user.id, {
            ...(role === user.role ? {} : { role }),
            ...(password === '' ? {} : { password }),
            ...(isDisabled === user.isDisabled ? {} : { isDisabled }),
          })
        : api.addUser({ name: name.trim(), role, password }),
    )
    if (isDone) onDone()
  }
  return (
    <Dialog title={user ? `Edit ${user.name}` : 'Add a user'} onClose={onClose}>
      <form
        className={forms.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {!user && (
          <Field
            label="Name"
            value={name}
            onChange={setName}
            isRequired
            isFirst
            autoComplete="off"
            maxLength={ACCESS_LIMITS.nameChars}
            fault={isTried && name.trim() === '' ? 'A name is needed, to log in with and to sign with.' : null}
          />
        )}
        <RoleField value={role} onChange={setRole} />
        {user?.source !== 'provider' && (
          <PasswordField
            label={user ? 'New password' : 'Password'}
            value={password}
            onChange={setPassword}
            isRequired={!user}
            isTried={isTried}
            {...(user ? { hint: 'Empty: it stays as it is. With another one all sessions of the user end.' } : {})}
          />
        )}
        {user && <CheckField label="Shut out: cannot log in" isChecked={isDisabled} onChange={setDisabled} />}
        <FormFault fault={doing.fault === null ? null : asSentence(doing.fault)} />
        <div className={forms.actions}>
          <button type="button" className={controls.button} onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className={`${controls.button} ${controls.primary}`} disabled={doing.isBusy}>
            {user ? 'Save' : 'Add user'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
