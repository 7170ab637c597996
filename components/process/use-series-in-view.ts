import { useSearchParams } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import type { ChartPlan } from '../../lib/client/chart-plan'
import { useAskedAct } from '../shell/use-asked-act'

/** A chart whose table is asked for; another object each time that it is. */
export interface AskedTable {
  series: string
}

/**
 * An address that names a series (`series=pool.mesh`) leads to its chart, once for each time that it is said; with `act=table`,
 * to the chart's table, which is answered.
 */
export function useSeriesInView(plans: readonly ChartPlan[]): AskedTable | null {
  const params = useSearchParams()
  const series = params.get('series')
  const hasChart = plans.some(({ lines }) => lines.some(({ name }) => name === series))
  const [asked, setAsked] = useState<AskedTable | null>(null)
  useAskedAct('table', () => setAsked(series === null ? null : { series }))
  const ledTo = useRef<string | AskedTable | null>(null)
  useEffect(() => {
    const to = asked?.series === series ? asked : series
    if (series === null) ledTo.current = null
    if (series === null || !hasChart || ledTo.current === to) return
    if (leadToChart(series)) ledTo.current = to
  }, [series, hasChart, asked])
  return asked
}

/** Shows the chart of a series and gives it the focus; `false` where it is not on the page. */
export function leadToChart(series: string): boolean {
  const chart = document.querySelector<HTMLElement>(`figure[data-series~="${CSS.escape(series)}"]`)
  if (!chart) return false
  chart.scrollIntoView({ block: 'center' })
  chart.focus({ preventScroll: true })
  return true
}
