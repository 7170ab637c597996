'use client'

import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { useClientState } from '../../lib/client/react'
import type { Annotation } from '../../lib/protocol/annotations'
import { marksOf, type Mark } from './marks'

const NO_MARKS: readonly Mark[] = []
const NO_ANNOTATIONS: readonly Annotation[] = []
const MarksContext = createContext<readonly Mark[]>(NO_MARKS)

interface MarksProviderProps {
  /** What the page has to mark beside annotations. */
  extra?: readonly Mark[]
  /** The annotation that the page is about. */
  strongId?: number | undefined
  children: ReactNode
}

/** The marks of the watched process, for all charts below. */
export function MarksProvider({ extra = NO_MARKS, strongId, children }: MarksProviderProps) {
  const annotations = useClientState(({ watched }) => watched?.annotations ?? NO_ANNOTATIONS)
  const marks = useMemo(() => [...marksOf(annotations, strongId), ...extra], [annotations, strongId, extra])
  return <MarksContext value={marks}>{children}</MarksContext>
}

export function useMarks(): readonly Mark[] {
  return useContext(MarksContext)
}
