'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { rangeToAddress } from '../../lib/client/view-range'
import type { ChosenStretch } from '../../lib/client/changes-api'

export interface ChangesView {
  /** Those that did not change are listed, too: `changes=all`. */
  hasAll: boolean
  setAll: (isShown: boolean) => void
  /** All processes are looked in: `across=1`. */
  isAcross: boolean
  lookAcross: () => void
  /** The page with the chart of a series of this process. */
  hrefOf: (series: string) => string
}

export function useChangesView(): ChangesView {
  const params = useSearchParams()
  const pathname = usePathname()
  const router = useRouter()
  const addressWith = useCallback(
    (key: string, value: string | null) => {
      const next = new URLSearchParams(params)
      if (value === null) next.delete(key)
      else next.set(key, value)
      return `${pathname}?${next.toString()}`
    },
    [params, pathname],
  )
  return {
    hasAll: params.get('changes') === 'all',
    setAll: (isShown) => router.replace(addressWith('changes', isShown ? 'all' : null), { scroll: false }),
    isAcross: params.get('across') === '1',
    // What was looked for is a step that Back undoes.
    lookAcross: () => router.push(addressWith('across', '1'), { scroll: false }),
    hrefOf: (series) => addressWith('series', series),
  }
}

/** The same stretch on the page of any process, at the chart of a series where there is one. */
export function stretchAddress(process: string, { fromMs, toMs }: ChosenStretch, series: string | null): string {
  const params = rangeToAddress(new URLSearchParams({ id: process }), { kind: 'between', fromMs, toMs })
  if (series !== null) params.set('series', series)
  return `/process?${params.toString()}`
}
