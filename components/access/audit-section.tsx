'use client'

import { useCallback, useState } from 'react'
import { accessApi } from '../../lib/client/access-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useSettled } from '../../lib/client/use-settled'
import { formatMoment } from '../../lib/format/clock'
import type { AuditEntry } from '../../lib/protocol/access'
import { Field, SelectField } from '../forms/field'
import settings from '../settings/settings.module.css'
import { Pages } from '../shell/pages'
import { ToneLabel } from '../words/word'
import styles from './access.module.css'
import { AskedTable } from './asked-table'

const PAGE = 25
const HEAD = ['When', 'Who', 'What', 'On what', 'Outcome', 'From']
type Outcome = AuditEntry['outcome']
const OUTCOMES = [
  { value: '', label: 'any' },
  { value: 'done', label: 'done' },
  { value: 'refused', label: 'refused' },
  { value: 'failed', label: 'failed' },
] as const
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
  const [typed, setTyped] = useState('')
  const [act, setAct] = useState('')
  const [outcome, setOutcome] = useState<Outcome | ''>('')
  const [page, setPage] = useState(0)
  const by = useSettled(typed.trim())
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) =>
      accessApi(ask).audit({ by, act, outcome, limit: PAGE, offset: page * PAGE }, signal),
    [by, act, outcome, page],
  )
  const { value, fault } = useAsked(load, { revision, keepsOld: true })
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const acts = ['', ...(value?.acts ?? [])].map((one) => ({ value: one, label: one === '' ? 'any' : one }))
  /** Another question begins at its first page. */
  const anew =
    <T,>(set: (value: T) => void) =>
    (next: T) => {
      set(next)
      setPage(0)
    }
  return (
    <section className={settings.section} aria-labelledby="audit">
      <h2 id="audit">Audit</h2>
      <div className={styles.filters}>
        <Field label="Who" type="search" value={typed} onChange={anew(setTyped)} placeholder="any" />
        <SelectField label="What" value={act} options={acts} onChange={anew(setAct)} />
        <SelectField label="Outcome" value={outcome} options={OUTCOMES} onChange={anew(setOutcome)} />
      </div>
      <AskedTable
        label="Table of the audit"
        head={HEAD}
        rows={value?.entries ?? null}
        fault={fault}
        empty={
          by === '' && act === '' && outcome === ''
            ? 'Nothing was done yet. Each act that changes something is kept here, and each that was refused.'
            : 'No act matches.'
        }
      >
        {(entry) => <Entry key={entry.id} entry={entry} nowMs={nowMs} />}
      </AskedTable>
      {value !== null && (
        <Pages label="Pages of the audit" total={value.total} per={PAGE} page={page} onPage={setPage} />
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
