'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ProcessWatch } from '../../lib/client/process-watch'
import { useClient } from '../../lib/client/react'
import {
  livesToAddress,
  rangeFromAddress,
  rangeToAddress,
  showsLives,
  type ViewRange,
} from '../../lib/client/view-range'

const WIDE_POINTS = 400
const NARROW_POINTS = 200

export interface View {
  id: string | null
  range: ViewRange
  setRange: (range: ViewRange) => void
  /** Earlier lives are drawn behind this one. */
  hasLives: boolean
  setLives: (isShown: boolean) => void
}

/** What the address says: which process, which time and what stands behind it; and how to say other there. */
export function useView(): View {
  const params = useSearchParams()
  const pathname = usePathname()
  const router = useRouter()
  const range = useMemo(() => rangeFromAddress(params), [params])
  const setRange = useCallback(
    (next: ViewRange) => {
      const address = rangeToAddress(new URLSearchParams(params), next).toString()
      // A range is a step that Back undoes.
      router.push(`${pathname}?${address}`, { scroll: false })
    },
    [params, pathname, router],
  )
  const setLives = useCallback(
    (isShown: boolean) => {
      const address = livesToAddress(new URLSearchParams(params), isShown).toString()
      router.replace(`${pathname}?${address}`, { scroll: false })
    },
    [params, pathname, router],
  )
  return { id: params.get('id'), range, setRange, hasLives: showsLives(params), setLives }
}

/** Watches the process for as long as the component lives. */
export function useWatch(id: string, range: ViewRange): void {
  const client = useClient()
  const [points] = useState(() =>
    typeof window !== 'undefined' && window.innerWidth < 760 ? NARROW_POINTS : WIDE_POINTS,
  )
  const watch = useRef<ReturnType<typeof client.watchProcess> | null>(null)
  const shown = useRef(range)
  // Before the first picture: what the page's first script has drawn stays in its place.
  useLayoutEffect(() => {
    const started = client.watchProcess(ProcessWatch, id, shown.current, points)
    watch.current = started
    return () => {
      watch.current = null
      started.stop()
    }
  }, [client, id, points])
  useEffect(() => {
    if (shown.current === range) return
    shown.current = range
    watch.current?.lookAt(range, points)
  }, [range, points])
}
