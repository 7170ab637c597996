'use client'

import type { ReactNode } from 'react'
import { useClientState } from '../../lib/client/react'
import { countOf, formatCount } from '../../lib/format/counts'
import type { RefusedLately } from '../../lib/protocol/dashboard-wire'
import { ToneMark } from '../words/tone-mark'
import styles from './hub-banner.module.css'
import { t } from '../../lib/words/en/shell'

/** What the hub does not take is told on every page: how much of it within the last minute, and why. */
export function RefusedBanner() {
  const refused = useClientState((state) => state.refused)
  const isAway = useClientState((state) => state.link.state === 'away')
  if (isAway) return null
  const away = refused.find(({ code }) => code === 'not_accepted')
  const messages = refused.filter((one) => one !== away)
  return (
    <>
      {away && (
        <Banner>
          <strong>{t('theHubTurnedAway', { connections: countOf(away.count, 'connection') })}</strong> {away.message}
        </Banner>
      )}
      {messages.length > 0 && <RefusedMessages refused={messages} />}
    </>
  )
}

function RefusedMessages({ refused }: { refused: RefusedLately }) {
  const [most, ...others] = refused
  const count = refused.reduce((sum, one) => sum + one.count, 0)
  return (
    <Banner>
      <strong>{t('theHubRefusedOf', { messages: countOf(count, 'message') })}</strong> <code>{most?.code}</code>:{' '}
      {most?.message}
      {others.length > 0 && (
        <>
          {' '}
          {t('also', { join: others.map(({ code, count: times }) => `${code} (${formatCount(times)})`).join(', ') })}
        </>
      )}
    </Banner>
  )
}

function Banner({ children }: { children: ReactNode }) {
  return (
    <div className={styles.banner} role="status">
      <ToneMark tone="warn" />
      <p>{children}</p>
    </div>
  )
}
