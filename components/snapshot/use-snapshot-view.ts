'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import {
  snapshotAddress,
  viewFromAddress,
  viewToAddress,
  type SnapshotPair,
  type SnapshotView,
} from './snapshot-address'

export interface UsedView {
  /** `null`: the address names no snapshot. */
  view: SnapshotView | null
  /** Another order, class or search. Typing does not fill the history. */
  change: (change: Partial<SnapshotView>) => void
  /** Another snapshot, or another one to compare it with: a step that Back undoes. */
  lookAt: (pair: SnapshotPair) => void
}

export function useSnapshotView(): UsedView {
  const params = useSearchParams()
  const router = useRouter()
  const view = useMemo(() => viewFromAddress(params), [params])
  const change = useCallback((part: Partial<SnapshotView>) => {
    // The address is newer than what was drawn of it: two changes at once are both kept.
    const newest = viewFromAddress(new URLSearchParams(window.location.search))
    if (newest !== null) window.history.replaceState(null, '', viewToAddress({ ...newest, ...part }))
  }, [])
  const lookAt = useCallback((pair: SnapshotPair) => router.push(snapshotAddress(pair), { scroll: false }), [router])
  return { view, change, lookAt }
}
