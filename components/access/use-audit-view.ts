'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { auditFromAddress, auditToAddress, type AuditView } from './audit-view'

/** What the address says of the audit, and how to say something else there. Typing does not fill the history. */
export function useAuditView(): [AuditView, (change: Partial<AuditView>) => void] {
  const params = useSearchParams()
  const view = useMemo(() => auditFromAddress(params), [params])
  const setView = useCallback(
    (change: Partial<AuditView>) => {
      // Another question begins at its first page.
      const isStep = change.page !== undefined
      const address = auditToAddress({ ...view, ...(isStep ? {} : { page: 0 }), ...change })
      if (isStep) window.history.pushState(null, '', address)
      else window.history.replaceState(null, '', address)
    },
    [view],
  )
  return [view, setView]
}
