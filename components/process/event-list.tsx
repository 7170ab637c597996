'use client'

import { useRef, useState, type KeyboardEvent } from 'react'
import { useClientState, useCursor, useToday } from '../../lib/client/react'
import { windowOf, type ViewRange } from '../../lib/client/view-range'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { countOf, formatCount } from '../../lib/format/counts'
import type { Tone } from '../../lib/format/words'
import type { AgentEvent } from '../../lib/protocol/agent-wire'
import type { EventLevel } from '../../lib/protocol/vocabulary'
import { keyedEvents, type KeyedEvent } from '../marks/keyed-events'
import { ToneMark } from '../words/tone-mark'
import styles from './event-list.module.css'
import { t } from '../../lib/words/en/process'
import { rich } from '../words/rich'

const TONE: Record<EventLevel, Tone> = { debug: 'quiet', info: 'note', warn: 'warn', error: 'bad' }
const SHOWN = 200
const NO_EVENTS: readonly AgentEvent[] = []

/** What the process said happened, newest first, and of a stretch of the past what is known there. */
export function EventList() {
  const events = useClientState(({ watched }) => watched?.detail?.events ?? NO_EVENTS)
  const range = useClientState(({ watched }) => watched?.range ?? null)
  const shown = shownOf(events, range)
  const [oldest] = events
  return (
    <aside className={styles.events} aria-labelledby="events">
      <h2 id="events">{t('events')}</h2>
      {oldest === undefined ? (
        <p className={styles.none}>{rich(t('noneYetTheProgram'), <code />)}</p>
      ) : (
        <>
          {isPast(range) && <OfStretch oldestMs={oldest.atMs} known={events.length} shown={shown.length} />}
          {shown.length > 0 && <Rows events={shown} />}
        </>
      )}
    </aside>
  )
}

/** Only the newest are known here: what a stretch seems to lack may have been told and be gone. */
function OfStretch({ oldestMs, known, shown }: { oldestMs: number; known: number; shown: number }) {
  const today = useToday()
  const [events, sinceMs] = [countOf(known, 'event'), formatMoment(oldestMs, today)]
  return (
    <p className={styles.none}>
      {shown === 0 ? t('noEventInThe', { events, sinceMs }) : t('eventsOfThe', { events, sinceMs })}
    </p>
  )
}

/** One stop of the Tab key, arrow keys from event to event; the one that is pointed at or has the focus points all charts at its time. */
function Rows({ events }: { events: readonly KeyedEvent[] }) {
  const today = useToday()
  const cursor = useCursor()
  const [stopKey, setStop] = useState<string | null>(null)
  const buttons = useRef(new Map<string, HTMLButtonElement>())
  const stop = events.find(({ key }) => key === stopKey) ?? events[0]
  const onKeyDown = (event: KeyboardEvent) => {
    const next = events[moved(event.key, stop ? events.indexOf(stop) : 0, events.length)]
    if (!next) return
    buttons.current.get(next.key)?.focus()
    event.preventDefault()
  }
  return (
    <ol className={styles.list} aria-label={t('eventsNewestFirst')} onKeyDown={onKeyDown}>
      {events.map((one) => {
        const { key, event } = one
        const point = () => cursor.setState({ atMs: event.atMs, drag: null })
        const leave = () => cursor.setState({ atMs: null })
        return (
          <li key={key}>
            <button
              ref={(button) => {
                if (button) buttons.current.set(key, button)
                else buttons.current.delete(key)
              }}
              type="button"
              className={styles.row}
              tabIndex={one === stop ? 0 : -1}
              onPointerEnter={point}
              onPointerLeave={leave}
              onFocus={() => {
                setStop(key)
                point()
              }}
              onBlur={leave}
              onClick={point}
            >
              <Said event={event} today={today} />
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function Said({ event, today }: { event: AgentEvent; today: number }) {
  return (
    <>
      <ToneMark tone={TONE[event.level]} />
      <span className={styles.said}>
        <span className={styles.head}>
          <time dateTime={isoTime(event.atMs)}>{formatMoment(event.atMs, today)}</time> <strong>{event.type}</strong>{' '}
          <span className="visually-hidden">{event.level}</span>{' '}
          {event.count !== undefined && <span>{formatCount(event.count)}</span>}
        </span>
        <span className={styles.message}>{event.message}</span>
      </span>
    </>
  )
}

/** A stretch that stands still; what moves shows the newest anyway. */
function isPast(range: ViewRange | null): range is Exclude<ViewRange, { kind: 'live' }> {
  return range !== null && range.kind !== 'live'
}

/** Newest first. */
function shownOf(events: readonly AgentEvent[], range: ViewRange | null): KeyedEvent[] {
  const keyed = keyedEvents(events).toReversed()
  if (!isPast(range)) return keyed.slice(0, SHOWN)
  const { fromMs, toMs } = windowOf(range, range.kind === 'paused' ? range.endMs : range.toMs)
  return keyed.filter(({ event: { atMs } }) => atMs >= fromMs && atMs <= toMs)
}

/** -1 for a key that moves nowhere. */
function moved(key: string, at: number, count: number): number {
  if (key === 'ArrowUp') return Math.max(0, at - 1)
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : -1
}
