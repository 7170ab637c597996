'use client'

import { useMe } from '../../lib/client/use-me'
import { AccessSections, accessContents } from '../access/access-sections'
import { BrowserSection } from './browser-section'
import { ChannelsSection } from './channels-section'
import { RulesSection } from './rules-section'
import styles from './settings.module.css'

const SECTIONS = [
  { id: 'rules', label: 'Rules' },
  { id: 'channels', label: 'Channels' },
  { id: 'browser', label: 'This browser' },
]

export function SettingsPage() {
  const me = useMe()
  return (
    <div className={styles.page}>
      <h1>Settings</h1>
      <nav className={styles.contents} aria-label="Settings">
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
