/** What this browser remembers for its person: small texts, kept where pages of this hub can read them. */
import { isLanguage, type Language } from '../words/spoken-language'
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Remembered {
  /** Who acknowledges, silences and notes; empty until somebody said so. */
  name: string
  /** Whether messages come as desktop notifications, where the browser permits it. */
  desktop: 'on' | 'off'
  /** Columns of the list of all processes, by their keys; empty: the usual ones. */
  columns: string
  density: 'comfortable' | 'compact'
  /** What is spoken; empty: what the browser prefers. */
  language: Language | ''
  /** Ids of processes that stand first in it. */
  pinned: string
}

const KEYS: Record<keyof Remembered, string> = {
  name: 'tidemark.name',
  desktop: 'tidemark.desktop',
  columns: 'tidemark.columns',
  density: 'tidemark.density',
  language: 'tidemark.language',
  pinned: 'tidemark.pinned',
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

export interface Memory {
  store: StoreApi<Remembered>
  remember(this: void, change: Partial<Remembered>): void
}

/** `storage` answers `null` where the browser lends none: then it is remembered until the page is left. */
export function createMemory(storage: () => Storage | null): Memory {
  const store = createStore<Remembered>(() => ({
    name: read(storage, 'name') ?? '',
    desktop: read(storage, 'desktop') === 'on' ? 'on' : 'off',
    columns: read(storage, 'columns') ?? '',
    density: read(storage, 'density') === 'compact' ? 'compact' : 'comfortable',
    language: languageIn(read(storage, 'language')),
    pinned: read(storage, 'pinned') ?? '',
  }))
  return {
    store,
    remember: (change) => {
      store.setState(change)
      for (const [key, value] of Object.entries(change)) write(storage, key as keyof Remembered, value)
    },
  }
}

function languageIn(word: string | null): Language | '' {
  return isLanguage(word) ? word : ''
}

function read(storage: () => Storage | null, key: keyof Remembered): string | null {
  try {
    return storage()?.getItem(KEYS[key]) ?? null
  } catch {
    // The browser keeps storage from this page: nothing is remembered.
    return null
  }
}

function write(storage: () => Storage | null, key: keyof Remembered, value: string): void {
  try {
    storage()?.setItem(KEYS[key], value)
  } catch {
    // As above: it holds until the page is left.
  }
}
