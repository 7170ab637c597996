'use client'

import type { ReactNode } from 'react'
import { useClientState } from '../../lib/client/react'
import { heldWords, limitWords, nearWords, RESOLUTION, slopeWords } from '../../lib/format/alert-words'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { Alert } from '../../lib/protocol/alerts'
import styles from './alert-page.module.css'

/** On what it stands: numbers with their intervals, times, and what happened just before. */
export function AlertEvidence({ alert }: { alert: Alert }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  return (
    <section className={styles.panel} aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
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
    ['series', alert.series ?? 'the process as a whole'],
    ['slope', growth ? slopeWords(growth) : ''],
    ['limit', growth ? limitText(alert, nowMs) : ''],
    ['likely cause', growth?.cause ?? ''],
    [
      'nearest before',
      near ? `${nearWords(near)} (${near.kind}, ${time(near.atMs)})` : 'no deploy or note in the day before',
    ],
    ['broken since', `${time(alert.sinceMs)}, on the process's clock`],
    ['pending', time(alert.pendingAtMs)],
    [
      'fired',
      alert.firingAtMs === null
        ? 'not yet'
        : `${time(alert.firingAtMs)}, after ${formatDuration(alert.firingAtMs - alert.pendingAtMs)}`,
    ],
    ['held', heldWords(alert, nowMs)],
    ['resolved', resolvedText(alert, time)],
    ['flaps', flapping ? `raised ${flapping.raises} times since ${time(flapping.sinceMs)}` : ''],
    [
      'labels',
      Object.entries(alert.labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(', '),
    ],
  ]
  return facts.filter(([, text]) => text !== '')
}

function resolvedText({ resolvedAtMs, resolution }: Alert, time: (atMs: number) => string): string {
  if (resolvedAtMs === null) return 'not yet'
  return `${time(resolvedAtMs)}${resolution ? `, ${RESOLUTION[resolution]}` : ''}`
}

function limitText({ growth }: Alert, nowMs: number): string {
  if (!growth?.limitAtMs) return 'none known'
  const [soonest, latest] = growth.limitAtMs
  const until = latest === null ? 'or later, or never' : `to ${formatMoment(latest, nowMs)}`
  return `${limitWords(growth, nowMs)}: ${formatMoment(soonest, nowMs)} ${until}`
}
