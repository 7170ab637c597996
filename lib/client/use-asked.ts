/** Reads something from the hub, and reads it again when it may have changed. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Ask } from './ask'
import { useClient } from './react'

export interface AskedState<T> {
  /** The newest answer, which stays while the next is on its way. */
  value: T | null
  isLoading: boolean
  /** A sentence for the screen, while the newest try failed. */
  fault: string | null
  again: () => void
}

/** A burst of changes is one more question, not a hundred. */
const LEAST_BETWEEN_MS = 1_000

/**
 * `load` must be the same function for the same question. A new question forgets the old answer, unless it may stand until
 * the new one is there; a new `revision` asks the same again, at most once a second.
 */
export function useAsked<T>(
  load: (ask: Ask, signal: AbortSignal) => Promise<T>,
  { revision = 0, keepsOld = false }: { revision?: number; keepsOld?: boolean } = {},
): AskedState<T> {
  const { ask } = useClient()
  const [answer, setAnswer] = useState<{ load: unknown; value: T | null; fault: string | null; isLoading: boolean }>({
    load,
    value: null,
    fault: null,
    isLoading: true,
  })
  const [wish, setWish] = useState(0)
  const asked = useRef<{ load: unknown; turn: string; atMs: number }>({ load: null, turn: '', atMs: 0 })
  const turn = `${revision} ${wish}`
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const isSame = asked.current.load === load
    const waitMs = isSame ? Math.max(0, asked.current.atMs + LEAST_BETWEEN_MS - performance.now()) : 0
    const timer = setTimeout(() => {
      asked.current = { load, turn, atMs: performance.now() }
      load(ask, signal).then(
        (value) => !signal.aborted && setAnswer({ load, value, fault: null, isLoading: false }),
        (error: unknown) => {
          if (signal.aborted) return
          const fault = error instanceof Error ? error.message : String(error)
          setAnswer((before) => ({
            load,
            value: before.load === load || keepsOld ? before.value : null,
            fault,
            isLoading: false,
          }))
        },
      )
    }, waitMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [ask, load, turn, keepsOld])
  const again = useCallback(() => setWish((count) => count + 1), [])
  const isOfThis = answer.load === load
  return {
    value: isOfThis || keepsOld ? answer.value : null,
    fault: isOfThis ? answer.fault : null,
    isLoading: !isOfThis || answer.isLoading,
    again,
  }
}
