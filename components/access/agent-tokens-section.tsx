'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { AgentTokensAnswer, AgentTokenView, Shown } from '../../lib/protocol/access'
import settings from '../settings/settings.module.css'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import styles from './access.module.css'
import { type AgentDoorRow, agentDoors } from './agent-doors'
import { AgentTokenDialog } from './agent-token-dialog'
import { AskedTable } from './asked-table'
import { ConfirmedAct } from './confirmed-act'
import { ShownToken } from './shown-token'
import { EndOf, UsedAt } from './token-cells'
import type { AccessSectionProps } from './users-section'
import { t } from '../../lib/words/en/access'
import { rich } from '../words/rich'

const load = (ask: Ask, signal: AbortSignal) => accessApi(ask).agentTokens(signal)
const head = () => [t('service'), t('tokens'), t('olderOnes')]

/** What agents come in with: a token for all of them, or one for each service. */
export function AgentTokensSection({ revision, onChanged }: AccessSectionProps) {
  const asked = useAsked(load, { revision })
  const { value } = asked
  const nowMs = useClientState(({ clockMs }) => clockMs)
  /** Whose token is being made; the empty text: a new service's. */
  const [making, setMaking] = useState<string | null>(null)
  const [made, setMade] = useState<Shown<AgentTokenView> | null>(null)
  return (
    <section className={settings.section} aria-labelledby="agent-tokens">
      <div className={settings.sectionHead}>
        <h2 id="agent-tokens">{t('agentTokens')}</h2>
        <button type="button" className={controls.button} onClick={() => setMaking('')}>
          {t('makeATokenOf')}
        </button>
      </div>
      {value !== null && <p className={settings.lead}>{sharedWords(value)}</p>}
      <AskedTable
        label={t('tableOfAgentTokens')}
        hasActs
        head={head()}
        rows={value && agentDoors(value, nowMs)}
        asked={asked}
        empty={t('noServiceHasA')}
      >
        {(door) => (
          <DoorRow key={door.service} door={door} onRotate={() => setMaking(door.service)} onChanged={onChanged} />
        )}
      </AskedTable>
      {making !== null && (
        <AgentTokenDialog
          {...(making === '' ? {} : { service: making })}
          onMade={(token) => {
            setMaking(null)
            setMade(token)
            onChanged()
          }}
          onClose={() => setMaking(null)}
        />
      )}
      {made !== null && (
        <ShownToken
          title={t('theTokenOf', { service: made.service })}
          token={made.token}
          hint={t('giveItToThe')}
          onClose={() => setMade(null)}
        />
      )}
    </section>
  )
}

function sharedWords({ hasSharedToken }: AgentTokensAnswer): string {
  return hasSharedToken ? t('servicesThatAreNot') : t('theHubWasStarted')
}

interface DoorRowProps {
  door: AgentDoorRow
  onRotate: () => void
  onChanged: () => void
}

function DoorRow({ door: { service, tokens, graceUntilMs }, onRotate, onChanged }: DoorRowProps) {
  const { ask } = useClient()
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const api = accessApi(ask)
  return (
    <tr data-agent-door={service}>
      <th scope="row">{service}</th>
      <td>
        {tokens.length === 0 && <ToneLabel word={t('shutItsLastToken')} tone="warn" />}
        <ul className={styles.tokens}>
          {tokens.map((token) => (
            <TokenLine key={token.id} token={token} nowMs={nowMs} onChanged={onChanged} />
          ))}
        </ul>
      </td>
      <td>
        {graceUntilMs === null
          ? t('openNothing')
          : t('holdForMore', { graceUntilMs: formatDuration(graceUntilMs - nowMs) })}
      </td>
      <td className={styles.acts}>
        <button
          type="button"
          className={controls.button}
          aria-label={t('rotateTheTokenOf', { service })}
          onClick={onRotate}
        >
          {tokens.length === 0 ? t('makeAToken') : t('rotate')}
        </button>
        {graceUntilMs !== null && (
          <ConfirmedAct
            text={t('endGrace')}
            label={t('endTheGraceOf', { service })}
            title={t('onlyTheNewestToken', { service })}
            act={t('endGrace')}
            run={() => api.endGrace(service)}
            onDone={onChanged}
          >
            {t('agentsThatStillCome')}
          </ConfirmedAct>
        )}
        {tokens.length === 0 && (
          <ConfirmedAct
            text={t('release')}
            label={t('release2', { service })}
            title={t('openAsAService', { service })}
            act={t('release')}
            run={() => api.release(service)}
            onDone={onChanged}
          >
            {t('whateverOpensServicesThat')}
          </ConfirmedAct>
        )}
      </td>
    </tr>
  )
}

interface TokenLineProps {
  token: AgentTokenView
  nowMs: number
  onChanged: () => void
}

function TokenLine({ token, nowMs, onChanged }: TokenLineProps) {
  const { ask } = useClient()
  const { id, service, ending, createdAtMs, createdBy, lastUsedAtMs, expiresAtMs } = token
  return (
    <li>
      <span>
        {rich(t('byUsed', { ending, createdAtMs: formatMoment(createdAtMs, nowMs), createdBy }), <code />)}{' '}
        <UsedAt atMs={lastUsedAtMs} nowMs={nowMs} />, <EndOf atMs={expiresAtMs} nowMs={nowMs} />
      </span>
      <ConfirmedAct
        text={t('remove')}
        label={t('removeTheTokenOf', { ending, service })}
        title={t('removeATokenOf', { service })}
        act={t('removeToken')}
        run={() => accessApi(ask).removeAgentToken(id)}
        onDone={onChanged}
      >
        {t('agentsThatAreConnected')}
      </ConfirmedAct>
    </li>
  )
}
