import { useCallback, useSyncExternalStore } from 'react'
import { createMemory, type Remembered } from './remembered'
import { useMe } from './use-me'
import { leaveViewCookie } from './view-cookie'

/** One for all of the page. Where there is no window (the build renders pages, too) there is no storage. */
const memory = createMemory(() => (typeof window === 'undefined' ? null : window.localStorage))
const ON_SERVER: Remembered = {
  name: '',
  desktop: 'off',
  columns: '',
  density: 'comfortable',
  language: '',
  pinned: '',
}

/** Leaves anew what the hub is to know of how this page is looked at. */
export function leaveView(): void {
  leaveViewCookie((key) => memory.store.getState()[key])
}

export type Signing = Remembered & {
  /** The name is that of who is logged in: nobody has to say it. */
  isSigned: boolean
}

export function useRemembered(): [Signing, (change: Partial<Remembered>) => void] {
  const remembered = useSyncExternalStore(memory.store.subscribe, memory.store.getState, () => ON_SERVER)
  const signed = useMe()?.who?.name ?? null
  const isSigned = signed !== null
  const remember = useCallback(
    ({ name, ...rest }: Partial<Remembered>) => {
      memory.remember(isSigned || name === undefined ? rest : { ...rest, name })
      leaveView()
    },
    [isSigned],
  )
  return [{ ...remembered, name: signed ?? remembered.name, isSigned }, remember]
}
