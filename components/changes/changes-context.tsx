'use client'

import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import type { Ask } from '../../lib/client/ask'
import { changesApi, type ChosenStretch } from '../../lib/client/changes-api'
import { useAsked, type AskedState } from '../../lib/client/use-asked'
import type { ViewRange } from '../../lib/client/view-range'
import type { ChangesAnswer } from '../../lib/protocol/changes'

export interface AskedChanges {
  stretch: ChosenStretch
  asked: AskedState<ChangesAnswer | null>
}

const ChangesContext = createContext<AskedChanges | null>(null)

/** What changed in the stretch that was chosen, for the line above the charts and the list below them; asked for once. */
export function ChangesProvider({
  process,
  range,
  children,
}: {
  process: string
  range: ViewRange
  children: ReactNode
}) {
  const stretch = useStretch(range)
  // One component whether a stretch is chosen or not: the charts below must not be made anew.
  const load = useCallback(
    async (ask: Ask, signal: AbortSignal) => (stretch ? changesApi(ask).ofProcess(process, stretch, signal) : null),
    [process, stretch],
  )
  const { value, fault, isLoading, again } = useAsked(load)
  const changes = useMemo(
    () => stretch && { stretch, asked: { value, fault, isLoading, again } },
    [stretch, value, fault, isLoading, again],
  )
  return <ChangesContext value={changes}>{children}</ChangesContext>
}

/** `null`: no stretch is chosen. */
export function useChanges(): AskedChanges | null {
  return useContext(ChangesContext)
}

function useStretch(range: ViewRange): ChosenStretch | null {
  const [fromMs, toMs] = range.kind === 'between' ? [Math.round(range.fromMs), Math.round(range.toMs)] : [null, null]
  return useMemo(() => (fromMs === null || toMs === null ? null : { fromMs, toMs }), [fromMs, toMs])
}
