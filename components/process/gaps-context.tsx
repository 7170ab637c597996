'use client'

import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import { queryOf, type Ask } from '../../lib/client/ask'
import { useClientState } from '../../lib/client/react'
import type { WatchedState } from '../../lib/client/process-watch'
import { useAsked } from '../../lib/client/use-asked'
import { windowOf } from '../../lib/client/view-range'
import type { Annotation } from '../../lib/protocol/annotations'
import type { Gap } from '../../lib/protocol/http-api'
import { useCaptures } from '../inside/captures-context'
import { NO_REASONS, type GapReasons } from './gap-words'

const GapsContext = createContext<GapReasons>(NO_REASONS)
const NO_GAPS: readonly Gap[] = []
const NO_ANNOTATIONS: readonly Annotation[] = []
/** Beside a gap: frames that show how far apart they are usually. */
const AROUND_MS = 60_000
/** A picture of the past may end within a gap. */
const BEYOND_MS = 3_600_000

/** Why the picture of the watched process has gaps, for all charts below; the hub is asked where there are any. */
export function GapsProvider({ process, children }: { process: string; children: ReactNode }) {
  const holes = useClientState(({ watched }) => holesOf(watched))
  const load = useCallback(
    async (ask: Ask, signal: AbortSignal) => {
      if (holes === '') return NO_GAPS
      const [fromMs = 0, toMs = 0] = holes.split(' ').map(Number)
      const query = queryOf({ fromMs: Math.max(0, fromMs - AROUND_MS), toMs: toMs + BEYOND_MS })
      const path = `/api/v1/processes/${encodeURIComponent(process)}/gaps${query}`
      return (await ask<{ gaps: Gap[] }>(path, { signal })).gaps
    },
    [process, holes],
  )
  const { value } = useAsked(load, { keepsOld: true })
  const annotations = useClientState(({ watched }) => watched?.annotations ?? NO_ANNOTATIONS)
  const isHubAway = useClientState(({ link }) => link.state === 'away')
  const isHubHolding = useClientState(({ isHolding }) => isHolding)
  const state = useClientState(({ watched }) => watched?.detail?.state ?? null)
  const isUnread = useClientState(({ watched }) => watched?.history.state === 'failed')
  const isCapturing = useCaptures().running !== null
  const reasons = useMemo(
    () => ({ known: value ?? NO_GAPS, annotations, isHubAway, isHubHolding, state, isUnread, isCapturing }),
    [value, annotations, isHubAway, isHubHolding, state, isUnread, isCapturing],
  )
  return <GapsContext value={reasons}>{children}</GapsContext>
}

export function useGapReasons(): GapReasons {
  return useContext(GapsContext)
}

/** From the begin of the first gap in view to the end of the last, as text; empty where there is none. */
function holesOf(watched: WatchedState | null): string {
  if (!watched?.data) return ''
  const { table, gapMs } = watched.data
  const { fromMs, toMs } = windowOf(watched.range, watched.edgeMs)
  const end = table.lowerBound(toMs + 1)
  let [firstMs, lastMs] = [0, 0]
  for (let row = Math.max(1, table.lowerBound(fromMs)); row < end; row += 1) {
    const [before, at] = [table.atMs[row - 1] ?? 0, table.atMs[row] ?? 0]
    if (at - before <= gapMs) continue
    firstMs ||= before
    lastMs = at
  }
  const newestMs = table.atMs[end - 1] ?? toMs
  const endsInGap = watched.range.kind === 'between' && toMs - newestMs > gapMs
  if (endsInGap) [firstMs, lastMs] = [firstMs || newestMs, toMs]
  return firstMs === 0 ? '' : `${firstMs} ${lastMs}`
}
