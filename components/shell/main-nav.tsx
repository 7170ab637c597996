'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useClientState } from '../../lib/client/react'
import styles from './app-shell.module.css'
import { t } from '../../lib/words/en/shell'

const PAGES = [
  {
    href: '/',
    get label() {
      return t('allProcesses')
    },
  },
  {
    href: '/alerts',
    get label() {
      return t('alerts')
    },
  },
  {
    href: '/investigations',
    get label() {
      return t('investigations')
    },
  },
  {
    href: '/findings',
    get label() {
      return t('findings')
    },
  },
  {
    href: '/settings',
    get label() {
      return t('settings')
    },
  },
] as const

export function MainNav() {
  // An exported page may be asked for with a slash at its end.
  const router = useRouter()
  const path = usePathname().replace(/(?<=.)\/$/u, '')
  return (
    <nav aria-label={t('main')} className={styles.nav} data-screen-only="">
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          // What this page does not show is fetched when somebody reaches for it, so that first numbers wait for nothing.
          prefetch={false}
          onPointerEnter={() => router.prefetch(href)}
          onFocus={() => router.prefetch(href)}
          aria-current={path === href ? 'page' : undefined}
        >
          {label}
          {href === '/alerts' && <WaitingBadge />}
        </Link>
      ))}
    </nav>
  )
}

/** How many alerts wait for somebody; nothing while none does. */
function WaitingBadge() {
  const waiting = useClientState(({ alerts }) => alerts.summary?.waiting ?? 0)
  if (waiting === 0) return null
  return (
    <span className={styles.badge} data-waiting={waiting}>
      {waiting}
      <span className="visually-hidden"> {t('waiting')}</span>
    </span>
  )
}
