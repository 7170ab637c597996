import { useCallback, useState } from 'react'
import { asSentence } from '../format/sentence'

export interface Doing {
  isBusy: boolean
  /** Why the newest try failed, in a sentence. */
  fault: string | null
  /** Resolves to whether it worked. One at a time: while one runs, further calls do nothing. */
  run: (act: () => Promise<unknown>) => Promise<boolean>
  clear: () => void
}

/** Something that a person asked for by a press: whether it is under way, and why it failed. */
export function useDoing(): Doing {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const run = useCallback(
    async (act: () => Promise<unknown>) => {
      if (isBusy) return false
      setBusy(true)
      setFault(null)
      try {
        await act()
        return true
      } catch (error) {
        setFault(asSentence(error instanceof Error ? error.message : String(error)))
        return false
      } finally {
        setBusy(false)
      }
    },
    [isBusy],
  )
  const clear = useCallback(() => setFault(null), [])
  return { isBusy, fault, run, clear }
}
