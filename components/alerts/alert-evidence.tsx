'use client'

import type { ReactNode } from 'react'
import { useClientState } from '../../lib/client/react'
import { heldWords, limitWords, nearWords, RESOLUTION, slopeWords } from '../../lib/format/alert-facts'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { Alert } from '../../lib/protocol/alerts'
import styles from './alert-page.module.css'
import { t } from '../../lib/words/en/alerts'

/** On what it stands: numbers with their intervals, times, and what happened just before. */
export function AlertEvidence({ alert }: { alert: Alert }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  return (
    <section className={styles.panel} aria-labelledby="evidence">
      <h2 id="evidence">{t('evidence')}</h2>
      <dl className={styles.facts}>
        {evidenceOf(alert, nowMs).map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function evidenceOf(alert: Alert, nowMs: number): [string, ReactNode][] {
  const { growth, near, flapping } = alert
  const time = (atMs: number) => formatMoment(atMs, nowMs)
  const facts: [string, ReactNode][] = [
    [t('series'), alert.series ?? t('theProcessAsA')],
    [t('slope'), growth ? slopeWords(growth) : ''],
    [t('limit'), growth ? limitText(alert, nowMs) : ''],
    [t('likelyCause'), growth?.cause ?? ''],
    [t('nearestBefore'), near ? `${nearWords(near)} (${near.kind}, ${time(near.atMs)})` : t('noDeployOrNote')],
    [t('brokenSince'), t('onTheProcesssClock', { sinceMs: time(alert.sinceMs) })],
    [t('pending'), time(alert.pendingAtMs)],
    [
      t('fired'),
      alert.firingAtMs === null
        ? t('notYet')
        : t('after', {
            firingAtMs: time(alert.firingAtMs),
            firingAtMs2: formatDuration(alert.firingAtMs - alert.pendingAtMs),
          }),
    ],
    [t('held'), heldWords(alert, nowMs)],
    [t('resolved'), resolvedText(alert, time)],
    [t('flaps'), flapping ? t('raisedTimesSince', { raises: flapping.raises, sinceMs: time(flapping.sinceMs) }) : ''],
    [
      t('labels'),
      Object.entries(alert.labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(', '),
    ],
  ]
  return facts.filter(([, text]) => text !== '')
}

function resolvedText({ resolvedAtMs, resolution }: Alert, time: (atMs: number) => string): string {
  if (resolvedAtMs === null) return t('notYet')
  return `${time(resolvedAtMs)}${resolution ? `, ${RESOLUTION[resolution]}` : ''}`
}

function limitText({ growth }: Alert, nowMs: number): string {
  if (!growth?.limitAtMs) return t('noneKnown')
  const [soonest, latest] = growth.limitAtMs
  const until = latest === null ? t('orLaterOrNever') : t('to2', { latest: formatMoment(latest, nowMs) })
  return `${limitWords(growth, nowMs)}: ${formatMoment(soonest, nowMs)} ${until}`
}
