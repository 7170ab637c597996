/** Which charts a process gets: memory as one, structures with their partners, then what the runtime says of itself. */
import type { SeriesDetail } from '../protocol/http-api'
import type { SeriesKind, Unit } from '../protocol/vocabulary'
import { MEMORY } from './memory-stack'
import { t } from '../words/en/charts'
import { kindNormal, metricLabel, metricNormal } from '../words/en/metrics'

export type Section = 'memory' | 'structures' | 'outside' | 'runtime'

export interface PlanLine {
  name: string
  label: string
  kind: SeriesKind
  unit: Unit
  max?: number
}

export interface ChartPlan {
  key: string
  kind: 'memory' | 'lines'
  section: Section
  title: string
  /** One sentence: what is normal here. */
  normal: string
  lines: PlanLine[]
}

const STACK: ReadonlySet<string> = new Set(Object.values(MEMORY))
const OUTSIDE_HEAP = ['memory.external', 'memory.array_buffers', 'memory.unattributed']
/** Shown as marks on the memory chart, not as a chart. */
const MARKS: ReadonlySet<string> = new Set(['gc.major_count'])
const STRUCTURES: ReadonlySet<SeriesKind> = new Set(['pool', 'clients', 'registry', 'streams', 'pending'])

/** Whether an address that names this series leads to a chart, where its process reports it. */
export const isCharted = (name: string) => !MARKS.has(name)

type Declared = Pick<SeriesDetail, 'name' | 'kind' | 'unit' | 'max' | 'matches' | 'help'>

export function planCharts(series: readonly Declared[]): ChartPlan[] {
  const plans = [memoryPlan(series), outsideHeapPlan(series)].filter((plan) => plan !== null)
  const taken = new Set([...plans.flatMap(({ lines }) => lines.map(({ name }) => name)), ...MARKS])
  for (const one of series) {
    if (taken.has(one.name)) continue
    const partners = series.filter((other) => !taken.has(other.name) && arePartners(one, other))
    const lines = [one, ...partners].sort(byKind)
    for (const line of lines) taken.add(line.name)
    plans.push(linesPlan(lines))
  }
  const order: Section[] = ['memory', 'structures', 'outside', 'runtime']
  return order.flatMap((section) => plans.filter((plan) => plan.section === section))
}

function memoryPlan(series: readonly Declared[]): ChartPlan | null {
  const lines = series.filter(({ name, unit }) => STACK.has(name) && unit === 'bytes').map(lineOf)
  if (!lines.some(({ name }) => name === MEMORY.heapUsed || name === MEMORY.rss)) return null
  return {
    key: 'memory',
    kind: 'memory',
    section: 'memory',
    title: t('memory'),
    normal: t('theLiveSetIs'),
    lines,
  }
}

function outsideHeapPlan(series: readonly Declared[]): ChartPlan | null {
  const found = OUTSIDE_HEAP.flatMap((name) => series.find((one) => one.name === name) ?? [])
  if (found.length === 0) return null
  return {
    key: 'outside-heap',
    kind: 'lines',
    section: 'outside',
    title: found.length === 1 ? labelOf(found[0]?.name ?? '') : t('outsideTheHeap'),
    normal: t('followsTheTrafficOf'),
    lines: found.map(lineOf),
  }
}

function linesPlan(lines: readonly Declared[]): ChartPlan {
  const [first] = lines
  if (!first) throw new Error('a chart without a line')
  return {
    key: lines.map(({ name }) => name).join('+'),
    kind: 'lines',
    section: sectionOf(first.kind),
    title: lines.map(({ name }) => labelOf(name)).join(t('and')),
    normal: metricNormal(first.name) ?? first.help ?? kindNormal(first.kind),
    lines: lines.map(lineOf),
  }
}

function sectionOf(kind: SeriesKind): Section {
  if (kind === 'memory') return 'outside'
  return STRUCTURES.has(kind) ? 'structures' : 'runtime'
}

/** Only what shares a unit can share an axis. */
function arePartners(one: Declared, other: Declared): boolean {
  if (one.name === other.name || one.unit !== other.unit) return false
  return one.matches === other.name || other.matches === one.name
}

/** Clients before their streams: what is served before what serves it. */
function byKind(a: Declared, b: Declared): number {
  return Number(a.matches !== undefined) - Number(b.matches !== undefined)
}

function lineOf({ name, kind, unit, max }: Declared): PlanLine {
  return { name, label: labelOf(name), kind, unit, ...(max === undefined ? {} : { max }) }
}

/** A known metric's label; a free name is its own best label. */
export function labelOf(name: string): string {
  return metricLabel(name) ?? name
}
