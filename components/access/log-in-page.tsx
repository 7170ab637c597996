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
import { WhoLooks } from './who-looks'

/** Name and password, or another place where the person is known; then on to where he wanted to go. */
export function LogInPage() {
  const me = useMe()
  return (
    <section className={styles.page} aria-labelledby="log-in">
      <h1 id="log-in">Log in</h1>
      {me === null && <WhoLooks />}
      {me !== null && me.who !== null && <AlreadyIn me={me} />}
      {me !== null && me.who === null && <LogInForm provider={me.provider} />}
    </section>
  )
}

function AlreadyIn({ me: { door, who } }: { me: Me }) {
  return (
    <>
      <p>{door === 'open' ? 'This hub asks nobody who he is.' : `You are logged in as ${who?.name ?? 'somebody'}.`}</p>
      <p>
        <Link href="/">See all processes</Link>
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
        <Field label="Name" value={name} onChange={setName} isRequired autoComplete="username" maxLength={100} />
        <Field
          label="Password"
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
          Log in
        </button>
      </form>
    </>
  )
}

const FAULTS: Record<LogInFault, string> = {
  provider: 'The provider does not answer as it should. The log of the hub says why; try again, or log in by password.',
  stale: 'That log-in took too long, or was begun in another window. Try again.',
  declined: 'The log-in was declined at the provider.',
  'no-role': 'The provider knows you, and nothing that it says of you opens this hub. Ask its admin for a role.',
  'name-taken': 'A user of your name logs in here by password already. An admin can remove that one first.',
  'shut-out': 'You are shut out of this hub. Ask an admin.',
  full: 'This hub has as many users as it takes. Ask an admin to remove some.',
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
        Log in with {label}
      </a>
      <p className={styles.or}>or with a name and a password of this hub</p>
    </>
  )
}
