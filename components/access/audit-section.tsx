'use client'

import { useCallback } from 'react'
import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { formatMoment, formatZone } from '../../lib/format/clock'
import type { AuditEntry } from '../../lib/protocol/access'
import { AddressedSelect, Field } from '../forms/field'
import { useSaid } from '../forms/use-typed'
import settings from '../settings/settings.module.css'
import { Pages } from '../shell/pages'
import { usePlace } from '../shell/use-place'
import { ToneLabel } from '../words/word'
import styles from './access.module.css'
import { AskedTable } from './asked-table'
import { AUDIT_OUTCOMES } from './audit-view'
import { useAuditView } from './use-audit-view'
import { t } from '../../lib/words/en/access'

const PAGE = 25
const head = (zone: string) => [t('whenIn', { zone }), t('who'), t('what'), t('onWhat'), t('outcome'), t('from')]
const OUTCOMES = [
  {
    value: '' as const,
    get label() {
      return t('any')
    },
  },
  ...AUDIT_OUTCOMES.map((outcome) => ({
    value: outcome,
    get label() {
      return OUTCOME[outcome]
    },
  })),
]
const OUTCOME = {
  get done() {
    return t('done2')
  },
  get refused() {
    return t('refused')
  },
  get failed() {
    return t('failed')
  },
}
const TONE = { done: 'good', refused: 'warn', failed: 'bad' } as const
/** Behind the name: how somebody came in, where that is no log-in with a browser. */
const VIA: Record<AuditEntry['via'], string> = {
  get open() {
    return t('throughTheOpenDoor')
  },
  session: '',
  get password() {
    return t('withNameAndPassword')
  },
  get token() {
    return t('aToken')
  },
  get agent() {
    return t('aTokenOfAgents')
  },
  none: '',
}

/** Who did what, the newest first. */
export function AuditSection({ revision }: { revision: number }) {
  const [{ by: typed, act, outcome, page }, setView] = useAuditView()
  const who = useSaid(typed, (next) => setView({ by: next }))
  const by = useSettled(typed.trim())
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) =>
      accessApi(ask).audit({ by, act, outcome, limit: PAGE, offset: page * PAGE }, signal),
    [by, act, outcome, page],
  )
  const asked = useAsked(load, { revision, keepsOld: true })
  const { value } = asked
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const zone = formatZone(Math.min(nowMs, ...(value?.entries ?? []).map(({ atMs }) => atMs)), nowMs)
  // It is the last of the page, and moved down by all that came before it.
  usePlace(value !== null, 'audit')
  // What the address asks for can be chosen before anything is known.
  const acts = [...new Set(['', ...(value?.acts ?? []), act])].map((one) => ({
    value: one,
    label: one === '' ? t('any') : one,
  }))
  return (
    <section className={settings.section} aria-labelledby="audit">
      <h2 id="audit">{t('audit')}</h2>
      <div className={styles.filters}>
        <Field label={t('who')} type="search" placeholder={t('any')} {...who} />
        <AddressedSelect label={t('what')} value={act} options={acts} onChange={(next) => setView({ act: next })} />
        <AddressedSelect
          label={t('outcome')}
          value={outcome}
          options={OUTCOMES}
          onChange={(next) => setView({ outcome: next })}
        />
      </div>
      <AskedTable
        label={t('tableOfTheAudit')}
        head={head(zone)}
        rows={value?.entries ?? null}
        asked={asked}
        empty={by === '' && act === '' && outcome === '' ? t('nothingWasDoneYet') : t('noActMatches')}
      >
        {(entry) => <Entry key={entry.id} entry={entry} nowMs={nowMs} />}
      </AskedTable>
      {value !== null && (
        <Pages
          label={t('pagesOfTheAudit')}
          total={value.total}
          per={PAGE}
          page={page}
          onPage={(next) => setView({ page: next })}
        />
      )}
    </section>
  )
}

function Entry({ entry, nowMs }: { entry: AuditEntry; nowMs: number }) {
  const { atMs, by, via, act, about, outcome, from } = entry
  return (
    <tr data-act={act}>
      <td>{formatMoment(atMs, nowMs)}</td>
      <th scope="row">
        {by ?? t('somebody')} {VIA[via] !== '' && <span className={styles.role}>{VIA[via]}</span>}
      </th>
      <td>{act}</td>
      <td className={styles.long}>{about}</td>
      <td>
        <ToneLabel word={OUTCOME[outcome]} tone={TONE[outcome]} />
      </td>
      <td>{from}</td>
    </tr>
  )
}
