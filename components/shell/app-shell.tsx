'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { ClientProvider } from '../../lib/client/react'
import { Gate } from '../access/gate'
import { Inside } from '../access/inside'
import { Who } from '../access/who'
import { PaletteKeys } from '../palette/palette-keys'
import { DensityToggle } from './density-toggle'
import { HistoryBanner } from './history-banner'
import { RefusedBanner } from './refused-banner'
import { HubBanner } from './hub-banner'
import { HoldingBanner } from './holding-banner'
import { Toasts } from '../toasts/toasts'
import { TitleCount } from '../toasts/title-count'
import { LinkStatus } from './link-status'
import { MainNav } from './main-nav'
import styles from './app-shell.module.css'
import { ThemeToggle } from './theme-toggle'
import { Spoken } from '../words/spoken'
import { t } from '../../lib/words/en/shell'

/** The frame of every page: skip link, header, the banner of a hub that is away, and the page itself. */
export function AppShell({ children }: { children: ReactNode }) {
  return (
    <ClientProvider>
      <Spoken>
        <Frame>{children}</Frame>
      </Spoken>
    </ClientProvider>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <a className={styles.skip} href="#main" data-screen-only="">
        {t('skipToContent')}
      </a>
      <header className={styles.header}>
        <Link className={styles.brand} href="/" aria-label={t('tidemarkAllProcesses')} prefetch={false}>
          <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
            <path className={styles.mark} d="M3 11h26" />
            <path className={styles.water} d="M3 21c4-5 8-5 13 0s9 5 13 0" />
          </svg>
          Tidemark
        </Link>
        <Inside>
          <MainNav />
        </Inside>
        <div className={styles.end} data-screen-only="">
          <Inside>
            <LinkStatus />
            <PaletteKeys />
          </Inside>
          <DensityToggle />
          <div className={styles.who}>
            <Who />
          </div>
          <ThemeToggle />
        </div>
      </header>
      <Gate />
      <HubBanner />
      <HoldingBanner />
      <HistoryBanner />
      <RefusedBanner />
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <Toasts />
      <TitleCount />
    </>
  )
}
