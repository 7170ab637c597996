import { useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { ChartPlan } from '../../lib/client/chart-plan'

/** An address that names a series (`series=pool.mesh`) leads to its chart, once for each time that it is said. */
export function useSeriesInView(plans: readonly ChartPlan[]): void {
  const params = useSearchParams()
  const series = params.get('series')
  const hasChart = plans.some(({ lines }) => lines.some(({ name }) => name === series))
  const ledTo = useRef<string | null>(null)
  useEffect(() => {
    if (series === null) ledTo.current = null
    if (series === null || !hasChart || ledTo.current === series) return
    if (leadTo(series)) ledTo.current = series
  }, [series, hasChart])
}

/** Whether there is a chart of it. */
export function leadTo(series: string): boolean {
  const chart = document.querySelector<HTMLElement>(`figure[data-series~="${CSS.escape(series)}"]`)
  chart?.scrollIntoView({ block: 'center' })
  chart?.focus({ preventScroll: true })
  return chart !== null
}
