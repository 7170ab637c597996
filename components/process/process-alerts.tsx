'use client'

import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import { useAsked } from '../../lib/client/use-asked'
import type { Alert } from '../../lib/protocol/alerts'

interface ProcessAlerts {
  /** Pending, firing and over, the newest first; `null` until the hub answered. */
  alerts: readonly Alert[] | null
  fault: string | null
  again: () => void
}

const UNASKED: ProcessAlerts = { alerts: null, fault: null, again: () => undefined }
const ProcessAlertsContext = createContext<ProcessAlerts>(UNASKED)
/** As many as the hub gives at once. */
const NEWEST = 200

/** The newest alerts of one process, for its story and its charts; asked for again when the hub says that some changed. */
export function ProcessAlertsProvider({ process, children }: { process: string; children: ReactNode }) {
  const revision = useClientState(({ alerts }) => alerts.revision)
  const load = useCallback(
    (ask: Ask, signal: AbortSignal) => alertsApi(ask).list({ process, limit: NEWEST }, signal),
    [process],
  )
  const { value, fault, again } = useAsked(load, { revision })
  const told = useMemo(() => ({ alerts: value?.alerts ?? null, fault, again }), [value, fault, again])
  return <ProcessAlertsContext value={told}>{children}</ProcessAlertsContext>
}

export function useProcessAlerts(): ProcessAlerts {
  return useContext(ProcessAlertsContext)
}
