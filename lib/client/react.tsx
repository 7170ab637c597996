/** React's thin layer over the client: a component reads just the part of the state that it shows. */
import {
  createContext,
  useContext,
  useCallback,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { useStore } from 'zustand/react'
import { Client, type ClientState } from './client'
import type { WatchedState } from './process-watch'
import { dayOf } from '../format/clock'
import { createCursor, type Cursor, type CursorState } from './cursor'

const ClientContext = createContext<Client | null>(null)
const CursorContext = createContext<Cursor | null>(null)

/** `client` is made here where none is given. */
export function ClientProvider({ client: given, children }: { client?: Client; children: ReactNode }) {
  const [client] = useState(() => given ?? new Client())
  useEffect(() => client.start(), [client])
  return <ClientContext value={client}>{children}</ClientContext>
}

export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('useClient is used outside of ClientProvider')
  return client
}

/** `select` must answer the same object while nothing changed for it. */
export function useClientState<T>(select: (state: ClientState) => T): T {
  return useStore(useClient().store, select)
}

/**
 * As `useClientState` while `isActive`, and else what it answered last: who is out of view need not be laid out anew. `select`
 * is that of the first drawing.
 */
export function useClientStateWhile<T>(isActive: boolean, select: (state: ClientState) => T): T {
  const { store } = useClient()
  const [hold] = useState(() => {
    const made = holdLast(() => select(store.getState()))
    made(true)
    return made
  })
  const subscribe = useCallback(
    (changed: () => void) => (isActive ? store.subscribe(changed) : () => undefined),
    [store, isActive],
  )
  return useSyncExternalStore(
    subscribe,
    () => hold(isActive) as T,
    () => hold(false) as T,
  )
}

/** A time of the day that it is by the hub's clock, for moments that are said by the clock: who asks is drawn anew once a day. */
export function useToday(): number {
  return useClientState(({ clockMs }) => dayOf(clockMs))
}

/** What is to be said of the time that it is now: who asks is drawn anew when that changes, and not each second. */
export function useNow(say: (nowMs: number) => string): string {
  return useClientState(({ clockMs }) => say(clockMs))
}

/** The watched process while `isActive`, and as it last was then: who is not seen need not be drawn anew. */
export function useWatchedWhile(isActive: boolean): WatchedState | null {
  const { store } = useClient()
  const [hold] = useState(() => holdLast(() => store.getState().watched))
  const subscribe = useCallback(
    (changed: () => void) => (isActive ? store.subscribe(changed) : () => undefined),
    [store, isActive],
  )
  return useSyncExternalStore(
    subscribe,
    () => hold(isActive),
    () => null,
  )
}

/** Reads anew while it may, and else answers what it read last. */
function holdLast<T>(read: () => T): (mayRead: boolean) => T | null {
  let last: T | null = null
  return (mayRead) => {
    if (mayRead) last = read()
    return last
  }
}

export function CursorProvider({ children }: { children: ReactNode }) {
  const [cursor] = useState(createCursor)
  return <CursorContext value={cursor}>{children}</CursorContext>
}

export function useCursor(): Cursor {
  const cursor = useContext(CursorContext)
  if (!cursor) throw new Error('useCursor is used outside of CursorProvider')
  return cursor
}

export function useCursorState<T>(select: (state: CursorState) => T): T {
  return useStore(useCursor(), select)
}
