'use client'

import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import type { Ask } from '../../lib/client/ask'
import type { ChartPlan } from '../../lib/client/chart-plan'
import { useClient, useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { windowOf, type ViewRange } from '../../lib/client/view-range'
import { ageWindowOf, askGhosts, ghostLineOf, type AgeWindow, type Ghost } from './ghosts'

const NONE: readonly Ghost[] = []
const GhostsContext = createContext<readonly Ghost[]>(NONE)

interface GhostsProviderProps {
  plans: readonly ChartPlan[]
  range: ViewRange
  isShown: boolean
  children: ReactNode
}

/** The earlier lives of the watched process, for all charts below; they are asked for when they are wanted. */
export function GhostsProvider({ plans, range, isShown, children }: GhostsProviderProps) {
  const ages = useAges(range)
  if (!isShown || ages === null) return <GhostsContext value={NONE}>{children}</GhostsContext>
  return (
    <Asked plans={plans} ages={ages}>
      {children}
    </Asked>
  )
}

export function useGhosts(): readonly Ghost[] {
  return useContext(GhostsContext)
}

function Asked({ plans, ages, children }: Pick<GhostsProviderProps, 'plans' | 'children'> & { ages: AgeWindow }) {
  const client = useClient()
  const id = useClientState(({ watched }) => watched?.detail?.id ?? '')
  const startedAtMs = useClientState(({ watched }) => watched?.detail?.startedAtMs ?? 0)
  const names = useMemo(() => plans.flatMap((plan) => ghostLineOf(plan)?.name ?? []), [plans])
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) =>
      askGhosts(ask, { id, startedAtMs }, names, ages, client.store.getState().clockMs, signal),
    [client, id, startedAtMs, names, ages],
  )
  const { value } = useAsked(load, { keepsOld: true })
  return <GhostsContext value={value ?? NONE}>{children}</GhostsContext>
}

/** The same object until other ages are needed. */
function useAges(range: ViewRange): AgeWindow | null {
  const told = useClientState(({ watched }) => {
    if (!watched?.detail) return 'null'
    const { fromMs, toMs } = windowOf(range, watched.edgeMs)
    return JSON.stringify(ageWindowOf(watched.detail.startedAtMs, fromMs, toMs))
  })
  return useMemo(() => JSON.parse(told) as AgeWindow | null, [told])
}
