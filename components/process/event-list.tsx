'use client'

import { useClientState, useCursor, useToday } from '../../lib/client/react'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { formatCount } from '../../lib/format/counts'
import type { Tone } from '../../lib/format/words'
import type { EventLevel } from '../../lib/protocol/vocabulary'
import { ToneMark } from '../words/tone-mark'
import styles from './event-list.module.css'
import { t } from '../../lib/words/en/process'
import { rich } from '../words/rich'

const TONE: Record<EventLevel, Tone> = { debug: 'quiet', info: 'note', warn: 'warn', error: 'bad' }
const SHOWN = 200

/** What the process said happened, newest first; pointing at one points at its time on every chart. */
export function EventList() {
  const events = useClientState(({ watched }) => watched?.detail?.events)
  const today = useToday()
  const cursor = useCursor()
  const shown = (events ?? []).slice(-SHOWN).toReversed()
  return (
    <aside className={styles.events} aria-labelledby="events">
      <h2 id="events">{t('events')}</h2>
      {shown.length === 0 ? (
        <p className={styles.none}>{rich(t('noneYetTheProgram'), <code />)}</p>
      ) : (
        <ol className={styles.list} tabIndex={0} aria-label={t('eventsNewestFirst')}>
          {shown.map((event, at) => (
            <li
              key={`${event.atMs} ${event.type} ${shown.length - at}`}
              onPointerEnter={() => cursor.setState({ atMs: event.atMs })}
              onPointerLeave={() => cursor.setState({ atMs: null })}
            >
              <ToneMark tone={TONE[event.level]} />
              <div>
                <p className={styles.head}>
                  <time dateTime={isoTime(event.atMs)}>{formatMoment(event.atMs, today)}</time>
                  <strong>{event.type}</strong>
                  <span className="visually-hidden">{event.level}</span>
                  {event.count !== undefined && <span>{formatCount(event.count)}</span>}
                </p>
                <p>{event.message}</p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </aside>
  )
}
