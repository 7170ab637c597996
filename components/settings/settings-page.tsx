'use client'

import { useMe } from '../../lib/client/use-me'
import { AccessSections, accessContents } from '../access/access-sections'
import { BrowserSection } from './browser-section'
import { ChannelsSection } from './channels-section'
import { RulesSection } from './rules-section'
import styles from './settings.module.css'
import { t } from '../../lib/words/en/settings'

const SECTIONS = [
  {
    id: 'rules',
    get label() {
      return t('rules')
    },
  },
  {
    id: 'channels',
    get label() {
      return t('channels')
    },
  },
  {
    id: 'browser',
    get label() {
      return t('thisBrowser')
    },
  },
]

export function SettingsPage() {
  const me = useMe()
  return (
    <div className={styles.page}>
      <h1>{t('settings')}</h1>
      <nav className={styles.contents} aria-label={t('settings')}>
        {[...SECTIONS, ...accessContents(me)].map(({ id, label }) => (
          <a key={id} href={`#${id}`}>
            {label}
          </a>
        ))}
      </nav>
      <RulesSection />
      <ChannelsSection />
      <BrowserSection />
      <AccessSections />
    </div>
  )
}
