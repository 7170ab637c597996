'use client'

import { useState, useSyncExternalStore } from 'react'
import styles from './controls.module.css'

const KEY = 'tidemark.theme'
const DARK = '(prefers-color-scheme: dark)'

type Theme = 'light' | 'dark'

/** Turns to the other colour scheme and keeps it. Until then the page follows the system. */
export function ThemeToggle() {
  const system = useSyncExternalStore<Theme>(watchSystem, readSystem, () => 'light')
  const [chosen, setChosen] = useState<Theme | null>(null)
  const isHydrated = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  )
  const current = chosen ?? (isHydrated ? (storedTheme() ?? system) : 'light')
  const other: Theme = current === 'dark' ? 'light' : 'dark'
  const turn = () => {
    document.documentElement.dataset['theme'] = other
    keepTheme(other)
    setChosen(other)
  }
  return (
    <button
      type="button"
      className={styles.icon}
      onClick={turn}
      aria-label={`Use ${other} colours`}
      title={`Use ${other} colours`}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M10 3.500a6.500 6.500 0 0 1 0 13z" fill="currentColor" />
      </svg>
    </button>
  )
}

function watchSystem(changed: () => void): () => void {
  const query = matchMedia(DARK)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

function readSystem(): Theme {
  return matchMedia(DARK).matches ? 'dark' : 'light'
}

function storedTheme(): Theme | null {
  const { theme } = document.documentElement.dataset
  return theme === 'dark' || theme === 'light' ? theme : null
}

function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is closed to this page: the choice holds until it is left.
  }
}
