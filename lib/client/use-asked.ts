/** Reads something from the hub, and reads it again when it may have changed. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Ask } from './ask'
import { Asker } from './asker'
import { useClient, useClientState } from './react'

export interface AskedState<T> {
  /** The newest answer, which stays while the next is on its way. */
  value: T | null
  isLoading: boolean
  /** A sentence for the screen, while the newest try failed. */
  fault: string | null
  /** To be called when a person has just changed it. */
  again: () => void
}

interface Answer<T> {
  load: unknown
  value: T | null
  fault: string | null
}

/**
 * `load` must be the same function for the same question. A new question forgets the old answer, unless it may stand until
 * the new one is there; a new `revision` asks the same again, and so does a hub that comes back after a try that failed.
 */
export function useAsked<T>(
  load: (ask: Ask, signal: AbortSignal) => Promise<T>,
  { revision = 0, keepsOld = false }: { revision?: number; keepsOld?: boolean } = {},
): AskedState<T> {
  const { ask } = useClient()
  const [answer, setAnswer] = useState<Answer<T>>({ load: null, value: null, fault: null })
  const asker = useRef<{ asker: Asker<T>; revision: number } | null>(null)
  const newest = useRef(revision)
  const hasFailed = useRef(false)
  useEffect(() => {
    hasFailed.current = false
    const started = new Asker<T>({
      load: (signal) => load(ask, signal),
      onAnswer: (value) => {
        hasFailed.current = false
        setAnswer({ load, value, fault: null })
      },
      onFault: (fault) => {
        hasFailed.current = true
        setAnswer((before) => ({ load, value: keptOf(before, load, keepsOld), fault }))
      },
      nowMs: () => performance.now(),
    })
    asker.current = { asker: started, revision: newest.current }
    return () => {
      asker.current = null
      started.stop()
    }
  }, [ask, load, keepsOld])
  useEffect(() => {
    newest.current = revision
    const { current } = asker
    if (!current || current.revision === revision) return
    current.revision = revision
    current.asker.again()
  }, [revision])
  const isLive = useClientState(({ link }) => link.state === 'live')
  useEffect(() => {
    if (isLive && hasFailed.current) asker.current?.asker.hurry()
  }, [isLive])
  const again = useCallback(() => asker.current?.asker.hurry(), [])
  const isOfThis = answer.load === load
  return {
    value: keptOf(answer, load, keepsOld),
    fault: isOfThis ? answer.fault : null,
    isLoading: !isOfThis,
    again,
  }
}

function keptOf<T>(answer: Answer<T>, load: unknown, keepsOld: boolean): T | null {
  return answer.load === load || keepsOld ? answer.value : null
}
