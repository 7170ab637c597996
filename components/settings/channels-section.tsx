'use client'

import { useState } from 'react'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { settingsApi } from '../../lib/client/settings-api'
import { useAsked } from '../../lib/client/use-asked'
import { ForRole } from '../access/for-role'
import { WhoMay } from '../access/who-may'
import controls from '../shell/controls.module.css'
import { Unanswered } from '../shell/unanswered'
import { ChannelCard } from './channel-card'
import { ChannelDialog } from './channel-dialog'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'

const load = (ask: Ask, signal: AbortSignal) => settingsApi(ask).channels(signal)

/** Who is told, and what came of it. Addresses and secrets of others are in it: it is for admins. */
export function ChannelsSection() {
  return (
    <ForRole
      role="admin"
      otherwise={
        <section className={styles.section} aria-labelledby="channels">
          <h2 id="channels">{t('channels')}</h2>
          <WhoMay role="admin" text={t('whomAlertsAreSent')} />
        </section>
      }
    >
      <Channels />
    </ForRole>
  )
}

function Channels() {
  // With each change of an alert something was sent.
  const revision = useClientState(({ alerts }) => alerts.revision)
  const asked = useAsked(load, { revision })
  const { value, again } = asked
  const [isAdding, setAdding] = useState(false)
  const done = () => {
    setAdding(false)
    again()
  }
  return (
    <section className={styles.section} aria-labelledby="channels">
      <div className={styles.sectionHead}>
        <h2 id="channels">{t('channels')}</h2>
        <button type="button" className={controls.button} onClick={() => setAdding(true)}>
          {t('addAChannel')}
        </button>
      </div>
      <Unanswered asked={asked} />
      {value?.channels.length === 0 && <p className={styles.panel}>{t('nobodyIsToldYet')}</p>}
      {value !== null && value.channels.length > 0 && (
        <ul className={styles.channels}>
          {value.channels.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} onChanged={again} />
          ))}
        </ul>
      )}
      {isAdding && <ChannelDialog onDone={done} onClose={() => setAdding(false)} />}
    </section>
  )
}
