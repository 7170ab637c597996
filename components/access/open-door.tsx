'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ACCESS_LIMITS } from '../../lib/protocol/access'
import { Field, FormFault } from '../forms/field'
import forms from '../forms/forms.module.css'
import settings from '../settings/settings.module.css'
import controls from '../shell/controls.module.css'
import styles from './access.module.css'
import { PasswordField, passwordFault } from './password-field'
import { t } from '../../lib/words/en/access'
import { rich } from '../words/rich'

/** While there is no user: what that means, and the way to close the door. Who closes it is logged in at once. */
export function OpenDoor({ onClosed }: { onClosed: () => void }) {
  const client = useClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const doing = useDoing()
  const close = async () => {
    setTried(true)
    if (name.trim() === '' || passwordFault(password) !== null) return
    const api = accessApi(client.ask)
    await doing.run(() =>
      client.enter(async () => {
        await api.addUser({ name: name.trim(), role: 'admin', password })
        await api.logIn(name.trim(), password)
      }),
    )
    // A user who was made holds, whether or not he came in: the hub says how it stands.
    onClosed()
  }
  return (
    <section className={settings.section} aria-labelledby="users">
      <h2 id="users">{t('users')}</h2>
      <div className={`${settings.panel} ${styles.opened}`}>
        <p>{rich(t('thisHubIsOpen'), <strong />)}</p>
        <form
          className={forms.form}
          noValidate
          aria-label={t('theFirstUser')}
          onSubmit={(event) => {
            event.preventDefault()
            void close()
          }}
        >
          <div className={forms.row}>
            <Field
              label={t('name')}
              value={name}
              onChange={setName}
              isRequired
              autoComplete="username"
              maxLength={ACCESS_LIMITS.nameChars}
              fault={isTried && name.trim() === '' ? t('aNameIsNeededTo') : null}
            />
            <PasswordField value={password} onChange={setPassword} isTried={isTried} />
          </div>
          <FormFault fault={doing.fault} />
          <div className={forms.actions}>
            <button type="submit" className={`${controls.button} ${controls.primary}`} disabled={doing.isBusy}>
              {t('closeTheDoor')}
            </button>
          </div>
        </form>
      </div>
    </section>
  )
}
