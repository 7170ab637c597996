'use client'

import { memo, useMemo } from 'react'
import type { ChartPlan } from '../../lib/client/chart-plan'
import { useClientState, useWatchedWhile } from '../../lib/client/react'
import { processName } from '../../lib/format/headline'
import { verdictRank } from '../../lib/format/words'
import type { ProcessDetail } from '../../lib/protocol/http-api'
import type { Flag, Verdict } from '../../lib/protocol/verdict'
import { Chart } from '../chart/chart'
import { useBox } from '../chart/use-box'
import { useMarks } from '../marks/marks-context'
import { withReasons } from './gap-words'
import { useGapReasons } from './gaps-context'
import { ghostLineOf, withGhosts } from './ghosts'
import { useGhosts } from './ghosts-context'
import { linesModel } from './lines-model'
import { memoryModel } from './memory-model'
import type { AskedTable } from './use-series-in-view'

/** A line cannot show more than a low and a high in so many pixels; seven bands on each other cost most, and are smoother. */
const PIXELS_A_POINT = { memory: 4.5, lines: 2.5 } as const
const HEIGHT = { memory: 250, lines: 124 } as const

interface ProcessChartProps {
  plan: ChartPlan
  onChoose: (fromMs: number, toMs: number) => void
  onNote?: (atMs: number) => void
  /** A table that is asked for, of whichever chart has its series. */
  table?: AskedTable | null
  /** Of the plot, in pixels; its kind's own by default. */
  height?: number
  /** How many times above the highest point a limit is drawn rather than only said. */
  farLevel?: number
}

/** One chart of the watched process. Out of view it stands still, and costs nothing. */
export const ProcessChart = memo(function ProcessChart({
  plan,
  onChoose,
  onNote,
  table = null,
  height,
  farLevel,
}: ProcessChartProps) {
  const { ref, width, isInView } = useBox<HTMLElement>()
  const watched = useWatchedWhile(isInView)
  const detail = useClientState(({ watched }) => watched?.detail ?? null)
  const inner = width
  const marks = useMarks()
  const ghosts = useGhosts()
  const reasons = useGapReasons()
  const model = useMemo(() => {
    const make = plan.kind === 'memory' ? memoryModel : linesModel
    if (!watched || inner === 0) return null
    const made = make(watched, plan, Math.round(inner / PIXELS_A_POINT[plan.kind]), farLevel)
    const told = made && withReasons(made, reasons)
    return told && ghosts.length > 0 ? withGhosts(told, ghostLineOf(plan), ghosts) : told
  }, [watched, plan, inner, farLevel, ghosts, reasons])
  const id = detail?.id ?? null
  const name = detail ? processName(detail) : ''
  const process = useMemo(() => (id === null ? null : { id, name }), [id, name])
  const { verdict, flags } = useMemo(() => judgementOf(detail, plan), [detail, plan])
  return (
    <Chart
      process={process}
      boxRef={ref}
      title={plan.title}
      series={plan.lines.map(({ name }) => name)}
      width={inner}
      height={height ?? HEIGHT[plan.kind]}
      model={model}
      verdict={verdict}
      flags={flags}
      normal={plan.normal}
      isWide={plan.kind === 'memory'}
      table={plan.lines.some(({ name }) => name === table?.series) ? table : null}
      marks={marks}
      onChoose={onChoose}
      onNote={onNote}
    />
  )
})

/** The verdict among the chart's series that matters most, and their flags. */
export function judgementOf(detail: ProcessDetail | null, plan: ChartPlan): { verdict: Verdict | null; flags: Flag[] } {
  const names = new Set(plan.lines.map(({ name }) => name))
  const verdicts = (detail?.series ?? []).filter(({ name }) => names.has(name)).map(({ verdict }) => verdict)
  const [worst] = verdicts.toSorted((a, b) => verdictRank(a.verdict) - verdictRank(b.verdict))
  const flags = (detail?.flagDetails ?? []).filter(({ series }) => series !== undefined && names.has(series))
  // Two series of one chart may break the same rule: the word stands once.
  return {
    verdict: worst ?? null,
    flags: flags.filter(({ flag }, at) => flags.findIndex((one) => one.flag === flag) === at),
  }
}
