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

const load = (ask: Ask, signal: AbortSignal) => accessApi(ask).agentTokens(signal)
const HEAD = ['Service', 'Tokens', 'Older ones']

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
        <h2 id="agent-tokens">Agent tokens</h2>
        <button type="button" className={controls.button} onClick={() => setMaking('')}>
          Make a token of a service
        </button>
      </div>
      {value !== null && <p className={settings.lead}>{sharedWords(value)}</p>}
      <AskedTable
        label="Table of agent tokens"
        hasActs
        head={HEAD}
        rows={value && agentDoors(value, nowMs)}
        asked={asked}
        empty="No service has a token of its own. With one, a token that leaks opens that service and no other."
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
          title={`The token of ${made.service}`}
          token={made.token}
          hint="Give it to the agents of this service, as TIDEMARK_AGENT_TOKEN or the option token."
          onClose={() => setMade(null)}
        />
      )}
    </section>
  )
}

function sharedWords({ hasSharedToken }: AgentTokensAnswer): string {
  return hasSharedToken
    ? 'Services that are not listed are opened by the token that the hub was started with.'
    : 'The hub was started without a token for agents: services that are not listed are open to whoever reaches it.'
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
        {tokens.length === 0 && <ToneLabel word="shut: its last token was removed" tone="warn" />}
        <ul className={styles.tokens}>
          {tokens.map((token) => (
            <TokenLine key={token.id} token={token} nowMs={nowMs} onChanged={onChanged} />
          ))}
        </ul>
      </td>
      <td>{graceUntilMs === null ? 'open nothing' : `hold for ${formatDuration(graceUntilMs - nowMs)} more`}</td>
      <td className={styles.acts}>
        <button
          type="button"
          className={controls.button}
          aria-label={`Rotate the token of ${service}`}
          onClick={onRotate}
        >
          {tokens.length === 0 ? 'Make a token' : 'Rotate'}
        </button>
        {graceUntilMs !== null && (
          <ConfirmedAct
            text="End grace"
            label={`End the grace of ${service}`}
            title={`Only the newest token opens ${service}?`}
            act="End grace"
            run={() => api.endGrace(service)}
            onDone={onChanged}
          >
            Agents that still come with an older one are cut off, and wait with their samples until they have the new
            one.
          </ConfirmedAct>
        )}
        {tokens.length === 0 && (
          <ConfirmedAct
            text="Release"
            label={`Release ${service}`}
            title={`Open ${service} as a service without tokens?`}
            act="Release"
            run={() => api.release(service)}
            onDone={onChanged}
          >
            Whatever opens services that have no token of their own opens it again.
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
        <code>…{ending}</code> {formatMoment(createdAtMs, nowMs)} by {createdBy}, used{' '}
        <UsedAt atMs={lastUsedAtMs} nowMs={nowMs} />, <EndOf atMs={expiresAtMs} nowMs={nowMs} />
      </span>
      <ConfirmedAct
        text="Remove"
        label={`Remove the token …${ending} of ${service}`}
        title={`Remove a token of ${service}?`}
        act="Remove token"
        run={() => accessApi(ask).removeAgentToken(id)}
        onDone={onChanged}
      >
        Agents that are connected with it are cut off at once; their samples wait with them. Without any token the
        service is shut.
      </ConfirmedAct>
    </li>
  )
}
