'use client'

import { useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatMoment } from '../../lib/format/clock'
import type { ApiTokenView, Shown } from '../../lib/protocol/access'
import settings from '../settings/settings.module.css'
import controls from '../shell/controls.module.css'
import styles from './access.module.css'
import { ApiTokenDialog } from './api-token-dialog'
import { AskedTable } from './asked-table'
import { ConfirmedAct } from './confirmed-act'
import { ShownToken } from './shown-token'
import { EndOf, UsedAt } from './token-cells'
import type { AccessSectionProps } from './users-section'
import { t } from '../../lib/words/en/access'

const load = (ask: Ask, signal: AbortSignal) => accessApi(ask).apiTokens(signal)
const head = () => [t('name'), t('role'), t('endsWith'), t('made'), t('lastUse'), t('holds')]

/** What programs come in with. */
export function ApiTokensSection({ revision, onChanged }: AccessSectionProps) {
  const asked = useAsked(load, { revision })
  const { value } = asked
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<Shown<ApiTokenView> | null>(null)
  return (
    <section className={settings.section} aria-labelledby="api-tokens">
      <div className={settings.sectionHead}>
        <h2 id="api-tokens">{t('apiTokens')}</h2>
        <button type="button" className={controls.button} onClick={() => setMaking(true)}>
          {t('makeAToken')}
        </button>
      </div>
      <AskedTable
        label={t('tableOfApiTokens')}
        hasActs
        head={head()}
        rows={value?.tokens ?? null}
        asked={asked}
        empty={t('noProgramHasA')}
      >
        {(token) => <TokenRow key={token.id} token={token} onChanged={onChanged} />}
      </AskedTable>
      {isMaking && (
        <ApiTokenDialog
          onMade={(token) => {
            setMaking(false)
            setMade(token)
            onChanged()
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made !== null && (
        <ShownToken
          title={t('theToken', { name: made.name })}
          token={made.token}
          hint={t('sendItWithEach')}
          onClose={() => setMade(null)}
        />
      )}
    </section>
  )
}

function TokenRow({ token, onChanged }: { token: ApiTokenView; onChanged: () => void }) {
  const { ask } = useClient()
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const { id, name, role, ending, createdAtMs, createdBy, lastUsedAtMs, expiresAtMs } = token
  return (
    <tr data-api-token={name}>
      <th scope="row">{name}</th>
      <td>{role}</td>
      <td>
        <code>…{ending}</code>
      </td>
      <td>{t('by', { createdAtMs: formatMoment(createdAtMs, nowMs), createdBy })}</td>
      <td>
        <UsedAt atMs={lastUsedAtMs} nowMs={nowMs} />
      </td>
      <td>
        <EndOf atMs={expiresAtMs} nowMs={nowMs} />
      </td>
      <td className={styles.acts}>
        <ConfirmedAct
          text={t('remove')}
          label={t('removeTheToken', { name, ending })}
          title={t('removeTheToken2', { name })}
          act={t('removeToken')}
          run={() => accessApi(ask).removeApiToken(id)}
          onDone={onChanged}
        >
          {t('whateverProgramUsesIt')}
        </ConfirmedAct>
      </td>
    </tr>
  )
}
