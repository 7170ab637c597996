'use client'

import { useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { findingsApi } from '../../lib/client/findings-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { formatZone } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import { FINDING_STATUSES, type Finding, type FindingStatus } from '../../lib/protocol/findings'
import { ForRole } from '../access/for-role'
import { WhoMay } from '../access/who-may'
import controls from '../shell/controls.module.css'
import { ExportFindings } from './export-findings'
import { FindingCard } from './finding-card'
import { FindingDialog } from './finding-dialog'
import { Unanswered } from '../shell/unanswered'
import { usePlace } from '../shell/use-place'
import styles from './findings.module.css'
import { t } from '../../lib/words/en/findings'
import { STATUS } from './status-words'

type Shown = FindingStatus | 'all'
const load = (ask: Ask, signal: AbortSignal) => findingsApi(ask).list(signal)

/** What was found, where, and what becomes of it. */
export function FindingsPage() {
  const asked = useAsked(load)
  const { value, again } = asked
  const [shown, setShown] = useState<Shown>('all')
  const [isOpen, setOpen] = useState(false)
  const findings = value?.findings ?? null
  const list = findings?.filter(({ status }) => shown === 'all' || status === shown) ?? []
  usePlace(findings !== null)
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <h1>{t('findings')}</h1>
          {findings !== null && findings.length > 0 && <Zone findings={findings} />}
        </div>
        <div className={styles.actions}>
          {list.length > 0 && <ExportFindings findings={list} />}
          <ForRole role="operator" otherwise={<WhoMay role="operator" text={t('operatorsKeepFindings')} />}>
            <button type="button" className={controls.button} onClick={() => setOpen(true)}>
              {t('addAFinding')}
            </button>
          </ForRole>
        </div>
      </header>
      {findings !== null && findings.length > 0 && <StatusFilter findings={findings} shown={shown} onShow={setShown} />}
      <Unanswered asked={asked} />
      {findings?.length === 0 && <NoFindings />}
      {findings !== null && findings.length > 0 && list.length === 0 && (
        <p>{t('noneIs', { shown: statusWord(shown) })}</p>
      )}
      <ul className={styles.list} aria-label={t('findings')}>
        {list.map((finding) => (
          <FindingCard key={finding.id} finding={finding} onChanged={again} />
        ))}
      </ul>
      {isOpen && (
        <FindingDialog
          onDone={() => {
            setOpen(false)
            again()
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

/** Of every time on the page. */
function Zone({ findings }: { findings: readonly Finding[] }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const firstMs = Math.min(...findings.map(({ createdAtMs }) => createdAtMs))
  return <p className={styles.note}>{t('timesIn', { zone: formatZone(firstMs, nowMs) })}</p>
}

function NoFindings() {
  return (
    <div className={styles.empty}>
      <p>{t('nothingWasKeptYet')}</p>
      <p className={styles.note}>{t('anAlertAndThe')}</p>
    </div>
  )
}

interface StatusFilterProps {
  findings: readonly Finding[]
  shown: Shown
  onShow: (shown: Shown) => void
}

const statusWord = (status: Shown) => (status === 'all' ? t('all') : STATUS[status])

function StatusFilter({ findings, shown, onShow }: StatusFilterProps) {
  const count = (status: Shown) => findings.filter((one) => status === 'all' || one.status === status).length
  return (
    <div
      className={controls.group}
      role="group"
      aria-label={t('statusOf', { findings: countOf(findings.length, 'finding') })}
    >
      {(['all', ...FINDING_STATUSES] as const).map((status) => (
        <button
          key={status}
          type="button"
          className={controls.button}
          aria-pressed={status === shown}
          onClick={() => onShow(status)}
        >
          {statusWord(status)} {count(status)}
        </button>
      ))}
    </div>
  )
}
