'use client'

import { useClientState } from '../../lib/client/react'
import { countOf } from '../../lib/format/counts'
import { ToneMark } from '../words/tone-mark'
import styles from './link-status.module.css'
import { toned } from '../../lib/format/toned'
import { t } from '../../lib/words/en/shell'

const WORDS = {
  connecting: toned(() => t('connecting'), 'quiet'),
  live: toned(() => t('live'), 'good'),
  away: toned(() => t('hubAway'), 'warn'),
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
        <span className={styles.lost} title={t('theHubLeftThese')}>
          {t('skipped', { updates: countOf(lost, 'update') })}
        </span>
      )}
    </p>
  )
}
