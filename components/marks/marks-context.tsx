'use client'

import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { useClientState } from '../../lib/client/react'
import type { AgentEvent } from '../../lib/protocol/agent-wire'
import type { Annotation } from '../../lib/protocol/annotations'
import { marksOf, marksOfEvents, type Mark } from './marks'
import { useSteady } from './use-steady'

const NO_MARKS: readonly Mark[] = []
const NO_ANNOTATIONS: readonly Annotation[] = []
const NO_EVENTS: readonly AgentEvent[] = []
const MarksContext = createContext<readonly Mark[]>(NO_MARKS)

interface MarksProviderProps {
  /** What the page has to mark beside annotations and events. */
  extra?: readonly Mark[]
  /** The annotation that the page is about. */
  strongId?: number | undefined
  children: ReactNode
}

/** The marks of the watched process, for all charts below. */
export function MarksProvider({ extra = NO_MARKS, strongId, children }: MarksProviderProps) {
  const annotations = useClientState(({ watched }) => watched?.annotations ?? NO_ANNOTATIONS)
  const events = useClientState(({ watched }) => watched?.detail?.events ?? NO_EVENTS)
  const told = useSteady(useMemo(() => marksOfEvents(events), [events]))
  const marks = useMemo(
    () => [...marksOf(annotations, strongId), ...told, ...extra],
    [annotations, strongId, told, extra],
  )
  return <MarksContext value={marks}>{children}</MarksContext>
}

export function useMarks(): readonly Mark[] {
  return useContext(MarksContext)
}
