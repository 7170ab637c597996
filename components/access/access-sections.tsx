'use client'

import { useCallback, useState } from 'react'
import { useClient } from '../../lib/client/react'
import { useMe } from '../../lib/client/use-me'
import type { Me } from '../../lib/protocol/access'
import { AgentTokensSection } from './agent-tokens-section'
import { ApiTokensSection } from './api-tokens-section'
import { AuditSection } from './audit-section'
import { OpenDoor } from './open-door'
import { SessionsSection } from './sessions-section'
import { UsersSection } from './users-section'
import { usePlace } from '../shell/use-place'
import { WhoLooks } from './who-looks'
import { WhoMay } from './who-may'
import { YouSection } from './you-section'
import { t } from '../../lib/words/en/access'

/** What of it this person is shown, in the order of the page. */
export function accessContents(me: Me | null): { id: string; label: string }[] {
  if (me === null || me.who === null) return []
  const { door, who } = me
  const isAdmin = who.role === 'admin'
  return [
    ...(door === 'closed' ? [{ id: 'you', label: t('you') }] : []),
    ...(isAdmin ? [{ id: 'users', label: t('users') }] : []),
    ...(door === 'closed' ? [{ id: 'sessions', label: isAdmin ? t('sessions') : t('yourSessions') }] : []),
    ...(isAdmin && door === 'closed' ? [{ id: 'api-tokens', label: t('apiTokens') }] : []),
    ...(isAdmin
      ? [
          { id: 'agent-tokens', label: t('agentTokens') },
          { id: 'audit', label: t('audit') },
        ]
      : []),
  ]
}

/** Who may come in, what with, and what was done; of all that, what whoever looks may see. */
export function AccessSections() {
  const client = useClient()
  const me = useMe()
  const [revision, setRevision] = useState(0)
  const changed = useCallback(() => {
    setRevision((before) => before + 1)
    void client.askWho()
  }, [client])
  usePlace(me !== null)
  if (me === null) return <WhoLooks />
  if (me.who === null) return null
  const isOpen = me.door === 'open'
  const parts = { revision, onChanged: changed }
  return (
    <>
      {!isOpen && <YouSection who={me.who} onChanged={changed} />}
      {isOpen && <OpenDoor onClosed={changed} />}
      {!isOpen && me.who.role === 'admin' && <UsersSection {...parts} />}
      {!isOpen && <SessionsSection {...parts} />}
      {!isOpen && me.who.role === 'admin' && <ApiTokensSection {...parts} />}
      {me.who.role === 'admin' ? (
        <>
          <AgentTokensSection {...parts} />
          <AuditSection revision={revision} />
        </>
      ) : (
        <WhoMay role="admin" text={t('usersTokensAndThe')} />
      )}
    </>
  )
}
