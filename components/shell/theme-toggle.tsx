'use client'

import styles from './controls.module.css'
import { useTheme } from './theme'
import { t } from '../../lib/words/en/shell'

/** Turns to the other colour scheme and keeps it. Until then the page follows the system. */
export function ThemeToggle() {
  const { other, turn } = useTheme()
  return (
    <button
      type="button"
      className={styles.icon}
      onClick={turn}
      aria-label={t(other === 'dark' ? 'useDark' : 'useLight')}
      title={t(other === 'dark' ? 'useDark' : 'useLight')}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M10 3.500a6.500 6.500 0 0 1 0 13z" fill="currentColor" />
      </svg>
    </button>
  )
}
