'use client'

import { lazy, memo, Suspense, useEffect, useState } from 'react'
import type { PlotProps } from './drawing-of'
import { whenIdle } from './idle-turns'
import { LivePlot } from './live-plot'

/** Recharts is fetched when the first picture is held: a page that is live never needs it. */
const RestingPlot = lazy(async () => {
  try {
    return { default: (await import('./resting-plot')).RestingPlot }
  } catch {
    // The hub is away: the picture stays as it is drawn already.
    return { default: LivePlot }
  }
})

/**
 * Bands and lines, and nothing else: axes, grid, marks, crosshair and readout are drawn over it. While the picture moves it
 * is a canvas, which costs a twentieth of a recharts chart at every sample, and that on another thread; once it is held, recharts draws it, as soon as the
 * browser has nothing better to do. Both draw the same lines through the same numbers.
 */
export const Plot = memo(function Plot({ isHeld, ...plot }: PlotProps & { isHeld: boolean }) {
  const isAtRest = useIdleTurn(isHeld)
  const live = <LivePlot {...plot} />
  return isHeld && isAtRest ? (
    <Suspense fallback={live}>
      <RestingPlot {...plot} />
    </Suspense>
  ) : (
    live
  )
})

/** True once, since it was wanted, it was this one's turn: eight charts drawn anew in one task would be felt. */
function useIdleTurn(isWanted: boolean): boolean {
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    if (!isWanted) return undefined
    const cancel = whenIdle(() => setDue(true))
    return () => {
      cancel()
      setDue(false)
    }
  }, [isWanted])
  return isDue
}
