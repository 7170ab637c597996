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
import { t } from '../../lib/words/en/access'

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
      title={user ? t('edit', { name: user.name }) : t('addAUser')}
      act={user ? t('save') : t('addUser')}
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void save()}
      onClose={onClose}
    >
      {!user && (
        <Field
          label={t('name')}
          value={name}
          onChange={setName}
          isRequired
          isFirst
          autoComplete="off"
          maxLength={ACCESS_LIMITS.nameChars}
          fault={isTried && name.trim() === '' ? t('aNameIsNeededTo') : null}
        />
      )}
      <RoleField value={role} onChange={setRole} />
      {user?.source !== 'provider' && (
        <PasswordField
          label={user ? t('newPassword') : t('password')}
          value={password}
          onChange={setPassword}
          isRequired={!user}
          isTried={isTried}
          {...(user ? { hint: t('emptyItStaysAs') } : {})}
        />
      )}
      {user && <CheckField label={t('shutOutCannotLog')} isChecked={isDisabled} onChange={setDisabled} />}
    </FormDialog>
  )
}
