'use client'

import { useClientState } from '../../lib/client/react'
import { countOf, formatCount } from '../../lib/format/counts'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'

/** What the hub does not take is told on every page: how much of it within the last minute, and why. */
export function RefusedBanner() {
  const refused = useClientState((state) => state.refused)
  const isAway = useClientState((state) => state.link.state === 'away')
  const [most, ...others] = refused
  if (most === undefined || isAway) return null
  const count = refused.reduce((sum, one) => sum + one.count, 0)
  return (
    <div className={styles.banner} role="status">
      <ToneMark tone="warn" />
      <p>
        <strong>The hub refused {countOf(count, 'message')} of agents within the last minute.</strong>{' '}
        <code>{most.code}</code>: {most.message}
        {others.length > 0 && (
          <> Also {others.map(({ code, count: times }) => `${code} (${formatCount(times)})`).join(', ')}.</>
        )}
      </p>
    </div>
  )
}
