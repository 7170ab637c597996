'use client'

import { useState } from 'react'
import { useClientState } from '../../lib/client/react'
import { DELIVERY } from '../../lib/format/alert-facts'
import { MESSAGE } from '../../lib/format/alert-words'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { countOf, formatMilliseconds } from '../../lib/format/counts'
import type { SentMessage } from '../../lib/protocol/alert-api'
import type { Delivery } from '../../lib/protocol/alerts'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import styles from './alert-page.module.css'
import { t } from '../../lib/words/en/alerts'

const AT_FIRST = 10

/** What was sent where, and what came back. */
export function AlertMessages({ messages }: { messages: readonly SentMessage[] }) {
  const [shown, setShown] = useState(AT_FIRST)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  return (
    <section className={styles.panel} aria-labelledby="messages">
      <h2 id="messages">{t('messages')}</h2>
      {messages.length === 0 && <p className={styles.note}>{t('nothingWasSentIt')}</p>}
      <ol className={styles.messages}>
        {messages.slice(0, shown).map(({ message, deliveries }) => (
          <li key={message.id}>
            <p>
              <time dateTime={isoTime(message.atMs)}>{formatMoment(message.atMs, nowMs)}</time>{' '}
              <strong>{MESSAGE[message.kind]}</strong> {message.title}
            </p>
            {deliveries.length === 0 && <p className={styles.note}>{t('noChannelWasTo')}</p>}
            <ul>
              {deliveries.map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} nowMs={nowMs} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {messages.length > shown && (
        <button type="button" className={controls.button} onClick={() => setShown(shown + AT_FIRST)}>
          {t('showOlder')}
        </button>
      )}
    </section>
  )
}

function DeliveryRow({ delivery, nowMs }: { delivery: Delivery; nowMs: number }) {
  const { channelName, state, tries, attempts, nextAtMs } = delivery
  const last = attempts[attempts.length - 1]
  return (
    <li>
      <ToneLabel {...DELIVERY[state]} />
      <div>
        <p>
          <strong>{channelName}</strong> {last ? last.answer : t('notTriedYet')}
          {tries > 1 && ` (${countOf(tries, 'attempt')})`}
          {nextAtMs !== null && t('triedAgainAt', { nextAtMs: formatMoment(nextAtMs, nowMs) })}
        </p>
        {attempts.length > 1 && (
          <details>
            <summary>{t('eachTry')}</summary>
            <ol>
              {attempts.map((attempt) => (
                <li key={attempt.atMs}>
                  {formatMoment(attempt.atMs, nowMs)}, {formatMilliseconds(attempt.tookMs)}: {attempt.answer}
                </li>
              ))}
            </ol>
          </details>
        )}
      </div>
    </li>
  )
}
