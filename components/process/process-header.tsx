'use client'

import Link from 'next/link'
import { useEffect, type ReactNode } from 'react'
import { useClientState, useNow, useToday } from '../../lib/client/react'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { notKnown } from '../../lib/format/unknown'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import { captureWords } from '../../lib/format/capture-words'
import { useCaptures } from '../inside/captures-context'
import { StateLabel, ToneLabel } from '../words/word'
import styles from './process-header.module.css'
import { t } from '../../lib/words/en/process'

/** Who this is, how it does, and which of its lives this is. */
export function ProcessHeader() {
  const detail = useClientState(({ watched }) => watched?.detail ?? null)
  const today = useToday()
  const clockAheadMs = useClientState(({ watched }) => watched?.clockAheadMs ?? null)
  const up = useNow((nowMs) => (detail ? formatDuration(nowMs - detail.startedAtMs) : ''))
  const name = detail ? `${detail.service} ${detail.instance}` : null
  useEffect(() => {
    if (name !== null) document.title = t('tidemark', { name })
  }, [name])
  if (!detail) return null
  return (
    <header className={styles.header}>
      <p className={styles.back}>
        <Link href="/" prefetch={false}>
          {t('allProcesses')}
        </Link>{' '}
        <span aria-hidden="true">/</span>
      </p>
      <h1>
        <span className={styles.service}>{detail.service}</span> {detail.instance}
      </h1>
      <Standing state={detail.state} />
      <p className={styles.back} data-screen-only="">
        <a href="#inside">{t('whatIsInside')}</a>
      </p>
      <p className={styles.back} data-screen-only="">
        <Link href={`/compare?id=${encodeURIComponent(detail.id)}&beside=siblings`} prefetch={false}>
          {t('besideItsSiblings')}
        </Link>
      </p>
      <dl className={styles.facts}>
        {factsOf(detail, { up, today, clockAheadMs }).map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </header>
  )
}

/** A process that stands still while it is captured is not down. */
function Standing({ state }: Pick<ProcessDetail, 'state'>) {
  const { running } = useCaptures()
  if (!running) return <StateLabel state={state} />
  return (
    <>
      {state === 'live' && <StateLabel state={state} />}
      <span title={t('askedForBy', { running: captureWords(running), by: running.by })}>
        <ToneLabel word={t('capturing')} tone="note" />
      </span>
    </>
  )
}

interface Clocks {
  up: string
  today: number
  clockAheadMs: number | null
}

function factsOf(detail: ProcessDetail, { up, today, clockAheadMs }: Clocks): [string, ReactNode][] {
  const isRunning = detail.state === 'live'
  const startedAt = <time dateTime={isoTime(detail.startedAtMs)}>{formatMoment(detail.startedAtMs, today)}</time>
  return [
    isRunning ? [t('up'), up] : [t('lastSeen'), formatMoment(detail.lastFrameAtMs, today)],
    [t('started'), startedAt],
    [t('life'), `${detail.lives}`],
    [t('version'), detail.version ?? notKnown()],
    [t('host'), detail.host],
    [t('pid'), `${detail.pid}`],
    [t('runtime'), detail.runtime],
    ...(clockAheadMs === null ? [] : [[t('clock'), clockWords(clockAheadMs)] satisfies [string, ReactNode]]),
    ...Object.entries(detail.labels),
  ]
}

/** Charts are on the clock of the process; who holds them against another log wants to know. */
function clockWords(aheadMs: number): string {
  const by = formatDuration(Math.abs(aheadMs))
  return aheadMs > 0 ? t('aheadOfTheHub', { by }) : t('behindTheHub', { by })
}
