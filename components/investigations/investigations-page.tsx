'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { viewFromAddress, viewToAddress, type InvestigationView } from './investigation-address'
import { InvestigationList } from './investigation-list'
import { InvestigationPage } from './investigation-page'

/** All investigations, or the one that the address names. */
export function InvestigationsPage() {
  const params = useSearchParams()
  const view = useMemo(() => viewFromAddress(params), [params])
  const onView = useCallback(
    // The address is newer than what was drawn of it: two changes at once are both kept.
    (change: Partial<InvestigationView>) => {
      const newest = viewFromAddress(new URLSearchParams(window.location.search))
      window.history.replaceState(null, '', viewToAddress({ ...newest, ...change }))
    },
    [],
  )
  return view.id === null ? (
    <InvestigationList />
  ) : (
    <InvestigationPage key={view.id} id={view.id} view={view} onView={onView} />
  )
}
