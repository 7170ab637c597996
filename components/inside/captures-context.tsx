'use client'

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import type { Ask } from '../../lib/client/ask'
import { insideApi, isUnderWay } from '../../lib/client/inside-api'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import { useTicks } from '../../lib/client/use-ticks'
import type { Capture } from '../../lib/protocol/captures'
import { CAPTURE_EVENT } from '../../lib/protocol/commands'

interface Captured {
  /** Newest first; `null` until the hub answered. */
  captures: readonly Capture[] | null
  /** What is being captured now. */
  running: Capture | null
  fault: string | null
  /** To be called when a person has just changed it. */
  again: () => void
}

const NOTHING: Captured = { captures: null, running: null, fault: null, again: () => undefined }
const CapturesContext = createContext<Captured>(NOTHING)
/** While one is under way. */
const EVERY_MS = 1_500

/**
 * The captures of one process, for its header and its list. They are asked for once, and again when a mark or an event says that
 * something was captured, or while it is.
 */
export function CapturesProvider({ process, children }: { process: string; children: ReactNode }) {
  const told = useClientState(({ watched }) => {
    const marks = watched?.annotations.filter(({ kind }) => kind === 'capture').length ?? 0
    const lastMs = watched?.detail?.events.findLast(({ type }) => type === CAPTURE_EVENT)?.atMs ?? 0
    return marks + lastMs
  })
  const [isRunning, setRunning] = useState(false)
  const ticks = useTicks(isRunning ? EVERY_MS : null)
  const load = useCallback((ask: Ask, signal: AbortSignal) => insideApi(ask).captures(process, signal), [process])
  const { value, fault, again } = useAsked(load, { revision: told + ticks })
  const captured = useMemo(() => {
    const captures = value?.captures ?? null
    return { captures, running: captures?.find(isUnderWay) ?? null, fault, again }
  }, [value, fault, again])
  const { running } = captured
  if (isRunning !== (running !== null)) setRunning(running !== null)
  return <CapturesContext value={captured}>{children}</CapturesContext>
}

export function useCaptures(): Captured {
  return useContext(CapturesContext)
}
