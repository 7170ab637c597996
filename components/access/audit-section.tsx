'use client'

import { useCallback } from 'react'
import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { formatMoment } from '../../lib/format/clock'
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

const PAGE = 25
const HEAD = ['When', 'Who', 'What', 'On what', 'Outcome', 'From']
const OUTCOMES = [
  { value: '' as const, label: 'any' },
  ...AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, label: outcome })),
]
const TONE = { done: 'good', refused: 'warn', failed: 'bad' } as const
/** Behind the name: how somebody came in, where that is no log-in with a browser. */
const VIA: Record<AuditEntry['via'], string> = {
  open: 'through the open door',
  session: '',
  password: 'with name and password',
  token: 'a token',
  agent: 'a token of agents',
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
  // It is the last of the page, and moved down by all that came before it.
  usePlace(value !== null, 'audit')
  // What the address asks for can be chosen before anything is known.
  const acts = [...new Set(['', ...(value?.acts ?? []), act])].map((one) => ({
    value: one,
    label: one === '' ? 'any' : one,
  }))
  return (
    <section className={settings.section} aria-labelledby="audit">
      <h2 id="audit">Audit</h2>
      <div className={styles.filters}>
        <Field label="Who" type="search" placeholder="any" {...who} />
        <AddressedSelect label="What" value={act} options={acts} onChange={(next) => setView({ act: next })} />
        <AddressedSelect
          label="Outcome"
          value={outcome}
          options={OUTCOMES}
          onChange={(next) => setView({ outcome: next })}
        />
      </div>
      <AskedTable
        label="Table of the audit"
        head={HEAD}
        rows={value?.entries ?? null}
        asked={asked}
        empty={
          by === '' && act === '' && outcome === ''
            ? 'Nothing was done yet. Each act that changes something is kept here, and each that was refused.'
            : 'No act matches.'
        }
      >
        {(entry) => <Entry key={entry.id} entry={entry} nowMs={nowMs} />}
      </AskedTable>
      {value !== null && (
        <Pages
          label="Pages of the audit"
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
        {by ?? 'somebody'} {VIA[via] !== '' && <span className={styles.role}>{VIA[via]}</span>}
      </th>
      <td>{act}</td>
      <td className={styles.long}>{about}</td>
      <td>
        <ToneLabel word={outcome} tone={TONE[outcome]} />
      </td>
      <td>{from}</td>
    </tr>
  )
}
