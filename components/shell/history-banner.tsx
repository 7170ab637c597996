'use client'

import { useClientState } from '../../lib/client/react'
import { asSentence } from '../../lib/format/sentence'
import { formatClock } from '../../lib/format/clock'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'
import { t } from '../../lib/words/en/shell'
import { rich } from '../words/rich'

/** A disk that takes no more is told on every page: since when, why, and what goes on all the same. */
export function HistoryBanner() {
  const history = useClientState((state) => state.history)
  const isAway = useClientState((state) => state.link.state === 'away')
  if (history.state === 'ready' || isAway) return null
  return (
    <div className={styles.banner} role="alert">
      <ToneMark tone="warn" />
      <p>
        {rich(
          t('historyHasNotBeen', { sinceMs: formatClock(history.sinceMs), reason: asSentence(history.reason) }),
          <strong />,
        )}
      </p>
    </div>
  )
}
