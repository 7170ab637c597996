'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useMe } from '../../lib/client/use-me'
import { LOG_IN_FAULTS, type LogInFault, type Me } from '../../lib/protocol/access'
import { nextOf } from '../../lib/protocol/log-in-address'
import { Field, FormFault } from '../forms/field'
import forms from '../forms/forms.module.css'
import controls from '../shell/controls.module.css'
import styles from './access.module.css'
import { t } from '../../lib/words/en/access'
import { WhoLooks } from './who-looks'

/** Name and password, or another place where the person is known; then on to where he wanted to go. */
export function LogInPage() {
  const me = useMe()
  return (
    <section className={styles.page} aria-labelledby="log-in">
      <h1 id="log-in">{t('logIn')}</h1>
      {me === null && <WhoLooks />}
      {me !== null && me.who !== null && <AlreadyIn me={me} />}
      {me !== null && me.who === null && <LogInForm provider={me.provider} />}
    </section>
  )
}

function AlreadyIn({ me: { door, who } }: { me: Me }) {
  return (
    <>
      <p>{door === 'open' ? t('thisHubAsksNobody') : t('youAreLoggedIn', { name: who?.name ?? t('somebody') })}</p>
      <p>
        <Link href="/">{t('seeAllProcesses')}</Link>
      </p>
    </>
  )
}

function LogInForm({ provider }: { provider: Me['provider'] }) {
  const { ask } = useClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const doing = useDoing()
  const enter = async () => {
    if (name.trim() === '' || password === '') return
    // A whole page: what was asked for before the log-in is asked for anew.
    if (await doing.run(() => accessApi(ask).logIn(name.trim(), password)))
      window.location.assign(nextOf(window.location.search))
    else setPassword('')
  }
  return (
    <>
      <ProviderFault />
      {provider !== null && <ProviderLink label={provider.label} />}
      <form
        className={forms.form}
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <Field label={t('name')} value={name} onChange={setName} isRequired autoComplete="username" maxLength={100} />
        <Field
          label={t('password')}
          type="password"
          value={password}
          onChange={setPassword}
          isRequired
          autoComplete="current-password"
          maxLength={200}
        />
        <FormFault fault={doing.fault} />
        <button
          type="submit"
          className={`${controls.button} ${controls.primary}`}
          disabled={doing.isBusy}
          aria-busy={doing.isBusy}
        >
          {t('logIn')}
        </button>
      </form>
    </>
  )
}

const FAULTS: Record<LogInFault, string> = {
  get provider() {
    return t('theProviderDoesNot')
  },
  get stale() {
    return t('thatLogInTook')
  },
  get declined() {
    return t('theLogInWas')
  },
  get 'no-role'() {
    return t('theProviderKnowsYou')
  },
  get 'name-taken'() {
    return t('aUserOfYour')
  },
  get 'shut-out'() {
    return t('youAreShutOut')
  },
  get full() {
    return t('thisHubHasAs')
  },
}

/** Why the way by the provider ended here. */
function ProviderFault() {
  const fault = useSearchParams().get('fault')
  const known = LOG_IN_FAULTS.find((one) => one === fault)
  return known === undefined ? null : <FormFault fault={FAULTS[known]} />
}

function ProviderLink({ label }: { label: string }) {
  const next = typeof window === 'undefined' ? '/' : nextOf(window.location.search)
  return (
    <>
      <a
        className={`${controls.button} ${controls.primary} ${styles.provider}`}
        href={`/api/v1/log-in/provider?next=${encodeURIComponent(next)}`}
      >
        {t('logInWith', { label })}
      </a>
      <p className={styles.or}>{t('orWithAName')}</p>
    </>
  )
}
