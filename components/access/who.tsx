'use client'

import Link from 'next/link'
import { accessApi } from '../../lib/client/access-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useMe } from '../../lib/client/use-me'
import controls from '../shell/controls.module.css'
import styles from './access.module.css'
import { t } from '../../lib/words/en/shell'

/** Who is logged in, and the way out; or that nobody has to be. */
export function Who() {
  const { ask } = useClient()
  const me = useMe()
  const doing = useDoing()
  if (me === null || me.who === null) return null
  if (me.door === 'open')
    return (
      <Link
        className={styles.open}
        data-door="open"
        href="/settings#users"
        prefetch={false}
        title={t('whoeverReachesThisAddress')}
      >
        {t('openToEverybody')}
      </Link>
    )
  const { name, role, via } = me.who
  const leave = async () => {
    // A provider that keeps a session of its own ends it on a page of its own, and leads back.
    await doing.run(async () => window.location.assign((await accessApi(ask).logOut()).leave ?? '/log-in'))
  }
  return (
    <div className={styles.who}>
      <span className={styles.name} title={doing.fault ?? `${name ?? ''}, ${role}`}>
        {name} <span className={styles.role}>{role}</span>
      </span>
      {via === 'session' && (
        <button type="button" className={controls.button} disabled={doing.isBusy} onClick={() => void leave()}>
          {t('logOut')}
        </button>
      )}
    </div>
  )
}
