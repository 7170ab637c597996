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

interface LastAsked {
  load: unknown
  turn: string
  atMs: number
  tookMs: number
}

/** A burst of changes is one more question, not a hundred. */
const LEAST_BETWEEN_MS = 1_000
/** What takes long is asked seldom: a fifth of the time at most goes into it. */
const restMs = (tookMs: number) => Math.max(LEAST_BETWEEN_MS, 5 * tookMs)

/**
 * `load` must be the same function for the same question. A new question forgets the old answer, unless it may stand until
 * the new one is there; a new `revision` asks the same again, at most once a second and seldom where the answer is long.
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
  const asked = useRef<LastAsked>({ load: null, turn: '', atMs: 0, tookMs: 0 })
  const turn = `${revision} ${wish}`
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const isSame = asked.current.load === load
    const waitMs = isSame ? Math.max(0, asked.current.atMs + restMs(asked.current.tookMs) - performance.now()) : 0
    const take = async (atMs: number) => {
      try {
        const value = await load(ask, signal)
        if (signal.aborted) return
        asked.current.tookMs = performance.now() - atMs
        setAnswer({ load, value, fault: null, isLoading: false })
      } catch (error) {
        if (signal.aborted) return
        const fault = error instanceof Error ? error.message : String(error)
        setAnswer((before) => ({
          load,
          value: before.load === load || keepsOld ? before.value : null,
          fault,
          isLoading: false,
        }))
      }
    }
    const timer = setTimeout(() => {
      const atMs = performance.now()
      asked.current = { load, turn, atMs, tookMs: asked.current.tookMs }
      void take(atMs)
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
