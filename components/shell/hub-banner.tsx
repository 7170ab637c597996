'use client'

import { useClientState } from '../../lib/client/react'
import { formatClock } from '../../lib/format/clock'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'

/** A hub that is away is said calmly: since when, how old the numbers are, and that nothing is to be done. */
export function HubBanner() {
  const link = useClientState((state) => state.link)
  if (link.state !== 'away') return null
  return (
    <div className={styles.banner} role="alert">
      <ToneMark tone="warn" />
      <p>
        <strong>The hub has been away since {formatClock(link.sinceMs)}.</strong>{' '}
        {link.numbersOfMs === null
          ? 'There are no numbers yet. This page fills itself as soon as the hub answers.'
          : `Numbers are of ${formatClock(link.numbersOfMs)}. Agents keep their samples, and this page catches up by itself.`}
      </p>
    </div>
  )
}
