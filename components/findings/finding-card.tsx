'use client'

import Link from 'next/link'
import { useState } from 'react'
import { findingsApi, type FindingChange } from '../../lib/client/findings-api'
import { useClient, useClientState } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useMay } from '../../lib/client/use-me'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { FINDING_STATUSES, type Evidence, type Finding, type FindingStatus } from '../../lib/protocol/findings'
import { ForRole } from '../access/for-role'
import { FormFault, SelectField } from '../forms/field'
import controls from '../shell/controls.module.css'
import { FindingDialog } from './finding-dialog'
import styles from './findings.module.css'
import { NoteForm } from './note-form'
import { t } from '../../lib/words/en/findings'
import { STATUS } from './status-words'
import { rich } from '../words/rich'

const STATUSES = FINDING_STATUSES.map((value) => ({
  value,
  get label() {
    return STATUS[value]
  },
}))

export function FindingCard({ finding, onChanged }: { finding: Finding; onChanged: () => void }) {
  const { id, title, where, status, evidence } = finding
  const { ask } = useClient()
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const doing = useDoing()
  const mayChange = useMay('operator')
  const change = async (what: FindingChange) => {
    const isDone = await doing.run(() => findingsApi(ask).change(id, what))
    if (isDone) onChanged()
    return isDone
  }
  const remove = async () => {
    if (await doing.run(() => findingsApi(ask).remove(id))) onChanged()
  }
  return (
    <li id={`finding-${id}`} className={styles.card} data-finding={id}>
      <div className={styles.cardHead}>
        <h2>{title}</h2>
        {mayChange ? (
          <SelectField<FindingStatus>
            label={t('status')}
            value={status}
            options={STATUSES}
            onChange={(next) => void change({ status: next })}
          />
        ) : (
          <p>{status}</p>
        )}
      </div>
      {where !== '' && (
        <ul className={styles.where} aria-label={t('where')}>
          {where.split('\n').map((line) => (
            <li key={line}>
              <code>{line}</code>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.note}>
        {rich(
          t('foundBy', { by: finding.by, createdAtMs: formatMoment(finding.createdAtMs, nowMs) }),
          <time dateTime={isoTime(finding.createdAtMs)} />,
        )}
        {evidence.map((one) => (
          <span key={one.link}>
            {' · '}
            <EvidenceLink evidence={one} />
          </span>
        ))}
      </p>
      <Notes finding={finding} nowMs={nowMs} />
      <ForRole role="operator">
        <NoteForm title={title} isBusy={doing.isBusy} onNote={(note) => change({ note })} />
        <FormFault fault={doing.fault} />
        <div className={styles.acts}>
          <button
            type="button"
            className={controls.button}
            aria-label={t('edit', { title })}
            onClick={() => setOpen('edit')}
          >
            {t('edit2')}
          </button>
          {open === 'remove' ? (
            <>
              <button type="button" className={controls.button} disabled={doing.isBusy} onClick={() => void remove()}>
                {t('removeItForGood')}
              </button>
              <button type="button" className={controls.button} onClick={() => setOpen(null)}>
                {t('keepIt')}
              </button>
            </>
          ) : (
            <button
              type="button"
              className={controls.button}
              aria-label={t('remove', { title })}
              onClick={() => setOpen('remove')}
            >
              {t('remove2')}
            </button>
          )}
        </div>
      </ForRole>
      {open === 'edit' && (
        <FindingDialog
          finding={finding}
          onDone={() => {
            setOpen(null)
            onChanged()
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </li>
  )
}

function Notes({ finding, nowMs }: { finding: Finding; nowMs: number }) {
  if (finding.notes.length === 0) return null
  return (
    <ul className={styles.notes} aria-label={t('notes')}>
      {finding.notes.map(({ atMs, by, text }) => (
        <li key={`${atMs} ${by} ${text}`}>
          <span className={styles.note}>
            <time dateTime={isoTime(atMs)}>{formatMoment(atMs, nowMs)}</time>, {by}
          </span>
          <p>{text}</p>
        </li>
      ))}
    </ul>
  )
}

/** The hub lets through paths of this dashboard and http addresses, and nothing else. */
function EvidenceLink({ evidence: { title, link } }: { evidence: Evidence }) {
  return link.startsWith('/') ? (
    <Link href={link}>{title}</Link>
  ) : (
    <a href={link} rel="noreferrer">
      {title}
    </a>
  )
}
