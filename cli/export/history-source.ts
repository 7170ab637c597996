/** Where an export reads from: a data folder, or a hub that runs. */
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'

export interface SourceProcess {
  /** Its id over HTTP. */
  id: string
  service: string
  instance: string
  series: readonly SeriesDeclaration[]
}

/** Points of one series in the order of time, NaN for "not known"; `min` and `max` where there is a step. */
export interface Points {
  atMs: Float64Array
  mean: Float64Array
  min: Float64Array | null
  max: Float64Array | null
}

export interface Range {
  /** Both included. */
  fromMs: number
  toMs: number
}

export interface HistorySource {
  processes(): Promise<SourceProcess[]>
  /** One entry for each name, in their order. `stepMs` 0: raw. Throws `RangeError` where that is too much at once. */
  points(process: string, names: readonly string[], range: Range, stepMs: number): Promise<Points[]>
  close(): void
}

export const NO_POINTS: Points = { atMs: new Float64Array(), mean: new Float64Array(), min: null, max: null }
