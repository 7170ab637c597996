'use client'

import { useClientState } from '../../lib/client/react'
import { countOf } from '../../lib/format/counts'
import { ToneMark } from '../words/tone-mark'
import styles from './link-status.module.css'

const WORDS = {
  connecting: { word: 'connecting', tone: 'quiet' },
  live: { word: 'live', tone: 'good' },
  away: { word: 'hub away', tone: 'warn' },
} as const

/** Whether numbers flow, and whether this page was too slow for some of them. */
export function LinkStatus() {
  const state = useClientState(({ link }) => link.state)
  const lost = useClientState(({ lostItems }) => lostItems)
  const { word, tone } = WORDS[state]
  return (
    <p className={styles.status} role="status" data-link={state}>
      <ToneMark tone={tone} />
      {word}
      {lost > 0 && (
        <span
          className={styles.lost}
          title="The hub left these out because this page read too slowly. History has them."
        >
          {countOf(lost, 'update')} skipped
        </span>
      )}
    </p>
  )
}
