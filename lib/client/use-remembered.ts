import { useSyncExternalStore } from 'react'
import { createMemory, type Remembered } from './remembered'

/** One for all of the page. Where there is no window (the build renders pages, too) there is no storage. */
const memory = createMemory(() => (typeof window === 'undefined' ? null : window.localStorage))
const ON_SERVER: Remembered = { name: '', desktop: 'off', columns: '', density: 'comfortable', pinned: '' }

export function useRemembered(): [Remembered, (change: Partial<Remembered>) => void] {
  const remembered = useSyncExternalStore(memory.store.subscribe, memory.store.getState, () => ON_SERVER)
  return [remembered, memory.remember]
}
