/** One kind of measurement of the own process. Started once, read once a frame, stopped for good. */
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import { describeMetric } from '../../lib/protocol/catalogue'
import type { ColumnWriter } from '../series-table'

export interface Probe extends ColumnWriter {
  start(): void
  stop(): void
}

/** Declarations for metrics of the catalogue, whose kind and unit are written there. */
export function declare(...names: string[]): SeriesDeclaration[] {
  return names.map((name) => {
    const metric = describeMetric(name)
    if (!metric) throw new Error(`the catalogue does not know ${name}`)
    return { name, kind: metric.kind, unit: metric.unit }
  })
}
