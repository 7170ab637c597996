'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { ACCESS_LIMITS, type Me } from '../../lib/protocol/access'
import { FormDialog } from '../forms/form-dialog'
import { Field } from '../forms/field'
import settings from '../settings/settings.module.css'
import controls from '../shell/controls.module.css'
import { PasswordField, passwordFault } from './password-field'
import { t } from '../../lib/words/en/access'

const HOW = {
  get open() {
    return t('throughTheOpenDoor')
  },
  get session() {
    return t('loggedInWithThis')
  },
  get password() {
    return t('withANameAnd')
  },
  get token() {
    return t('withAToken')
  },
} as const

/** Whom the hub takes this browser for. */
export function YouSection({ who, onChanged }: { who: NonNullable<Me['who']>; onChanged: () => void }) {
  const [state, setState] = useState<'closed' | 'open' | 'changed'>('closed')
  return (
    <section className={settings.section} aria-labelledby="you">
      <h2 id="you">{t('you')}</h2>
      <div className={`${settings.panel} ${settings.line}`}>
        <p>
          <strong>{who.name}</strong>, {who.role}, {HOW[who.via]}.{' '}
          <span role="status">{state === 'changed' && t('thePasswordIsChanged')}</span>
        </p>
        {who.via === 'session' && who.hasPassword && (
          <button type="button" className={controls.button} onClick={() => setState('open')}>
            {t('changePassword')}
          </button>
        )}
      </div>
      {state === 'open' && (
        <OwnPasswordDialog
          onDone={() => {
            setState('changed')
            onChanged()
          }}
          onClose={() => setState('closed')}
        />
      )}
    </section>
  )
}

function OwnPasswordDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { ask } = useClient()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const doing = useDoing()
  const save = async () => {
    setTried(true)
    if (current === '' || passwordFault(password) !== null) return
    if (await doing.run(() => accessApi(ask).changePassword(current, password))) onDone()
  }
  return (
    <FormDialog
      title={t('changeYourPassword')}
      act={t('changePassword')}
      isBusy={doing.isBusy}
      fault={doing.fault}
      onSend={() => void save()}
      onClose={onClose}
    >
      <Field
        label={t('currentPassword')}
        type="password"
        value={current}
        onChange={setCurrent}
        isRequired
        isFirst
        autoComplete="current-password"
        maxLength={ACCESS_LIMITS.passwordMaxChars}
        fault={isTried && current === '' ? t('itIsNeededSo') : null}
      />
      <PasswordField label={t('newPassword')} value={password} onChange={setPassword} isTried={isTried} />
    </FormDialog>
  )
}
