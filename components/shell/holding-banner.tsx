'use client'

import { useClientState } from '../../lib/client/react'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'
import { t } from '../../lib/words/en/shell'
import { rich } from '../words/rich'

/** A hub that is short of memory is told on every page: its numbers stand still, and the processes do not. */
export function HoldingBanner() {
  const isHolding = useClientState((state) => state.isHolding)
  const isAway = useClientState((state) => state.link.state === 'away')
  if (!isHolding || isAway) return null
  return (
    <div className={styles.banner} role="status">
      <ToneMark tone="warn" />
      <p>{rich(t('theHubIsShort'), <strong />)}</p>
    </div>
  )
}
