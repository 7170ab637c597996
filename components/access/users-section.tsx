'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useMe } from '../../lib/client/use-me'
import { formatMoment } from '../../lib/format/clock'
import { formatCount } from '../../lib/format/counts'
import type { UserView } from '../../lib/protocol/access'
import settings from '../settings/settings.module.css'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import styles from './access.module.css'
import { AskedTable } from './asked-table'
import { ConfirmedAct } from './confirmed-act'
import { UserDialog } from './user-dialog'
import { t } from '../../lib/words/en/access'

const load = (ask: Ask, signal: AbortSignal) => accessApi(ask).users(signal)
const head = () => [t('name'), t('role'), t('logsIn'), t('lastLogIn'), t('sessions')]

export interface AccessSectionProps {
  /** Another one asks the hub again. */
  revision: number
  onChanged: () => void
}

/** Who may log in, and as what. */
export function UsersSection({ revision, onChanged }: AccessSectionProps) {
  const asked = useAsked(load, { revision })
  const { value } = asked
  const [isAdding, setAdding] = useState(false)
  return (
    <section className={settings.section} aria-labelledby="users">
      <div className={settings.sectionHead}>
        <h2 id="users">{t('users')}</h2>
        <button type="button" className={controls.button} onClick={() => setAdding(true)}>
          {t('addAUser')}
        </button>
      </div>
      <AskedTable
        label={t('tableOfUsers')}
        hasActs
        head={head()}
        rows={value?.users ?? null}
        asked={asked}
        empty={t('thereIsNoUser')}
      >
        {(user) => <UserRow key={user.id} user={user} onChanged={onChanged} />}
      </AskedTable>
      {isAdding && (
        <UserDialog
          onDone={() => {
            setAdding(false)
            onChanged()
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  )
}

function UserRow({ user, onChanged }: { user: UserView; onChanged: () => void }) {
  const { ask } = useClient()
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const [isOpen, setOpen] = useState(false)
  const isMe = useMe()?.who?.name === user.name
  const { id, name, role, source, isDisabled, lastLogInAtMs, sessions } = user
  return (
    <tr data-user={name}>
      <th scope="row">
        {name} {isMe && <span className={styles.role}>{t('you2')}</span>}
      </th>
      <td>{role}</td>
      <td>
        {isDisabled ? (
          <ToneLabel word={t('shutOut')} tone="warn" />
        ) : source === 'provider' ? (
          t('byTheProvider')
        ) : (
          t('byPassword')
        )}
      </td>
      <td>{lastLogInAtMs === null ? t('never') : formatMoment(lastLogInAtMs, nowMs)}</td>
      <td>{formatCount(sessions)}</td>
      <td className={styles.acts}>
        <button
          type="button"
          className={controls.button}
          aria-label={t('edit', { name })}
          onClick={() => setOpen(true)}
        >
          {t('edit2')}
        </button>
        <ConfirmedAct
          text={t('remove')}
          label={t('remove2', { name })}
          title={t('remove3', { name })}
          act={t('removeUser')}
          run={() => accessApi(ask).removeUser(id)}
          onDone={onChanged}
        >
          {t('sessionsOfEndAt', { name, name2: name })}
        </ConfirmedAct>
        {isOpen && (
          <UserDialog
            user={user}
            onDone={() => {
              setOpen(false)
              onChanged()
            }}
            onClose={() => setOpen(false)}
          />
        )}
      </td>
    </tr>
  )
}
