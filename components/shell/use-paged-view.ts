'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'

/** How a list with pages stands in the address. */
interface InAddress<T> {
  read: (params: URLSearchParams) => T
  write: (view: T) => string
}

/** What the address says of a list, and how to say something else there; `of` is the same object each time. Typing does not fill the history. */
export function usePagedView<T extends { page: number }>(of: InAddress<T>): [T, (change: Partial<T>) => void] {
  const params = useSearchParams()
  const view = useMemo(() => of.read(params), [of, params])
  const setView = useCallback(
    (change: Partial<T>) => {
      // Another question begins at its first page.
      const isStep = change.page !== undefined
      // The address is newer than what was drawn of it: two changes at once are both kept.
      const view = of.read(new URLSearchParams(window.location.search))
      const address = of.write({ ...view, ...(isStep ? {} : { page: 0 }), ...change })
      if (isStep) window.history.pushState(null, '', address)
      else window.history.replaceState(null, '', address)
    },
    [of],
  )
  return [view, setView]
}
