/** The colour scheme that is on screen: the one that was chosen here, or else the system's. */
import { useCallback, useSyncExternalStore } from 'react'
import { leaveView } from '../../lib/client/use-remembered'

const KEY = 'tidemark.theme'
const DARK = '(prefers-color-scheme: dark)'

export type Theme = 'light' | 'dark'

/** What is on screen, and how to turn to the other one and keep it. */
export function useTheme(): { other: Theme; turn: () => void } {
  const current = useSyncExternalStore(watch, read, onServer)
  const other: Theme = current === 'dark' ? 'light' : 'dark'
  const turn = useCallback(() => {
    document.documentElement.dataset['theme'] = other
    keep(other)
  }, [other])
  return { other, turn }
}

const onServer = (): Theme => 'light'

function watch(changed: () => void): () => void {
  const system = matchMedia(DARK)
  system.addEventListener('change', changed)
  const chosen = new MutationObserver(changed)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    system.removeEventListener('change', changed)
    chosen.disconnect()
  }
}

function read(): Theme {
  const { theme } = document.documentElement.dataset
  if (theme === 'dark' || theme === 'light') return theme
  return matchMedia(DARK).matches ? 'dark' : 'light'
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is closed to this page: the choice holds until it is left.
  }
  leaveView()
}
