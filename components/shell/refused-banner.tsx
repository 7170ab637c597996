'use client'

import { useClientState } from '../../lib/client/react'
import { countOf, formatCount } from '../../lib/format/counts'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'
import { t } from '../../lib/words/en/shell'

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
        <strong>{t('theHubRefusedOf', { messages: countOf(count, 'message') })}</strong> <code>{most.code}</code>:{' '}
        {most.message}
        {others.length > 0 && (
          <>
            {' '}
            {t('also', { join: others.map(({ code, count: times }) => `${code} (${formatCount(times)})`).join(', ') })}
          </>
        )}
      </p>
    </div>
  )
}
