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
import { t } from '../../lib/words/en/access'

const load = (ask: Ask, signal: AbortSignal) => accessApi(ask).sessions(signal)
const head = () => [t('who'), t('since'), t('seen'), t('ends'), t('from'), t('with')]

/** Who is logged in now: everybody for an admin, else oneself. */
export function SessionsSection({ revision, onChanged }: AccessSectionProps) {
  const asked = useAsked(load, { revision })
  const { value } = asked
  const isAdmin = useMay('admin')
  return (
    <section className={settings.section} aria-labelledby="sessions">
      <h2 id="sessions">{isAdmin ? t('sessions') : t('yourSessions')}</h2>
      <AskedTable
        label={t('tableOfSessions')}
        hasActs
        head={head()}
        rows={value?.sessions ?? null}
        asked={asked}
        empty={t('nobodyIsLoggedIn')}
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
        {name} {isThis && <span className={styles.role}>{t('thisOne')}</span>}
      </th>
      <td>{formatMoment(startedAtMs, nowMs)}</td>
      <td>{formatMoment(seenAtMs, nowMs)}</td>
      <td>{t('in', { expiresAtMs: formatDuration(expiresAtMs - nowMs) })}</td>
      <td>{from}</td>
      <td title={userAgent}>{programOf(userAgent)}</td>
      <td className={styles.acts}>
        <ConfirmedAct
          text={t('end')}
          label={t('endTheSessionOf', { name, startedAtMs: formatMoment(startedAtMs, nowMs) })}
          title={t('endTheSessionOf2', { name })}
          act={t('endSession')}
          run={() => accessApi(ask).endSession(id)}
          onDone={onChanged}
        >
          {isThis ? t('thisPageLeadsTo') : t('everyPageThatIs')}
        </ConfirmedAct>
      </td>
    </tr>
  )
}
