'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ACCESS_LIMITS, type Role, type UserView } from '../../lib/protocol/access'
import { FormDialog } from '../forms/form-dialog'
import { CheckField, Field } from '../forms/field'
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
    <FormDialog
      title={user ? `Edit ${user.name}` : 'Add a user'}
      act={user ? 'Save' : 'Add user'}
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void save()}
      onClose={onClose}
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
    </FormDialog>
  )
}
