'use client'

import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useMay } from '../../lib/client/use-me'
import { programOf } from '../../lib/format/browser-name'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { SessionView } from '../../lib/protocol/access'
import settings from '../settings/settings.module.css'
import styles from './access.module.css'
import { AskedTable } from './asked-table'
import { ConfirmedAct } from './confirmed-act'
import type { AccessSectionProps } from './users-section'

const load = (ask: Ask, signal: AbortSignal) => accessApi(ask).sessions(signal)
const HEAD = ['Who', 'Since', 'Seen', 'Ends', 'From', 'With']

/** Who is logged in now: everybody for an admin, else oneself. */
export function SessionsSection({ revision, onChanged }: AccessSectionProps) {
  const asked = useAsked(load, { revision })
  const { value } = asked
  const isAdmin = useMay('admin')
  return (
    <section className={settings.section} aria-labelledby="sessions">
      <h2 id="sessions">{isAdmin ? 'Sessions' : 'Your sessions'}</h2>
      <AskedTable
        label="Table of sessions"
        hasActs
        head={HEAD}
        rows={value?.sessions ?? null}
        asked={asked}
        empty="Nobody is logged in with a browser now."
      >
        {(session) => <SessionRow key={session.id} session={session} onChanged={onChanged} />}
      </AskedTable>
    </section>
  )
}

function SessionRow({ session, onChanged }: { session: SessionView; onChanged: () => void }) {
  const { ask } = useClient()
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const { id, name, startedAtMs, seenAtMs, expiresAtMs, from, userAgent, isThis } = session
  return (
    <tr data-session={name}>
      <th scope="row">
        {name} {isThis && <span className={styles.role}>this one</span>}
      </th>
      <td>{formatMoment(startedAtMs, nowMs)}</td>
      <td>{formatMoment(seenAtMs, nowMs)}</td>
      <td>in {formatDuration(expiresAtMs - nowMs)}</td>
      <td>{from}</td>
      <td title={userAgent}>{programOf(userAgent)}</td>
      <td className={styles.acts}>
        <ConfirmedAct
          text="End"
          label={`End the session of ${name} since ${formatMoment(startedAtMs, nowMs)}`}
          title={`End the session of ${name}?`}
          act="End session"
          run={() => accessApi(ask).endSession(id)}
          onDone={onChanged}
        >
          {isThis
            ? 'This page leads to the log-in.'
            : 'Every page that is open with it leads to the log-in within seconds.'}
        </ConfirmedAct>
      </td>
    </tr>
  )
}
