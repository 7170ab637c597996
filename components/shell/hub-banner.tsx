'use client'

import { useClientState } from '../../lib/client/react'
import { formatClock } from '../../lib/format/clock'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'
import { t } from '../../lib/words/en/shell'

/** A hub that is away is said calmly: since when, how old the numbers are, and that nothing is to be done. */
export function HubBanner() {
  const link = useClientState((state) => state.link)
  if (link.state !== 'away') return null
  return (
    <div className={styles.banner} role="alert">
      <ToneMark tone="warn" />
      <p>
        <strong>{t('theHubHasBeen', { sinceMs: formatClock(link.sinceMs) })}</strong>{' '}
        {link.numbersOfMs === null
          ? t('thereAreNoNumbers')
          : t('numbersAreOfAgents', { numbersOfMs: formatClock(link.numbersOfMs) })}
      </p>
    </div>
  )
}
