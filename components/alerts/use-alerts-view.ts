'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { viewFromAddress, viewToAddress, type AlertsView } from './alerts-view'

/** What the address says of the list, and how to say something else there. Typing does not fill the history. */
export function useAlertsView(): [AlertsView, (change: Partial<AlertsView>) => void] {
  const params = useSearchParams()
  const view = useMemo(() => viewFromAddress(params), [params])
  const setView = useCallback(
    (change: Partial<AlertsView>) => {
      // Another filter begins at its first page.
      const next = { ...view, ...(change.page === undefined ? { page: 0 } : {}), ...change }
      const isStep = change.page !== undefined
      if (isStep) window.history.pushState(null, '', viewToAddress(next))
      else window.history.replaceState(null, '', viewToAddress(next))
    },
    [view],
  )
  return [view, setView]
}
