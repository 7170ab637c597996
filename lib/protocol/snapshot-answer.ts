/**
 * What is on a heap, class by class: `GET /api/v1/captures/:id/snapshot?before=ID` (without `before`: the one by itself). It
 * is worked out on a thread; until it is there, 202 with `SnapshotProgress`.
 */

export interface SnapshotClass {
  /** `ClientStream`, `(closure) onConnect`, `(array)`. */
  name: string
  /** V8's type of node: `object`, `closure`, `native`, `array`, … */
  kind: string
  /** Where the function stands; `url` is `null` where the snapshot does not say. */
  place: { url: string | null; line: number; column: number } | null
}

export interface SnapshotSums {
  count: number
  shallowBytes: number
  retainedBytes: number
}

export interface SnapshotPath {
  steps: { edgeType: string; edgeName: string; holder: SnapshotClass }[]
  /** How many were looked at, and how many of these are kept in this way. */
  sampled: number
  alike: number
  sentence: string
}

export interface SnapshotRow {
  class: SnapshotClass
  /** `null`: there was none, or there is nothing to compare with. */
  before: SnapshotSums | null
  after: SnapshotSums | null
  /** New ones; `null` where the two are of different lives of the process. */
  created: SnapshotSums | null
  freed: { count: number; shallowBytes: number } | null
  /** The shortest path that keeps a sample of the new ones. */
  path: SnapshotPath | null
}

export interface SnapshotTotals {
  objects: number
  references: number
  bytes: number
}

export interface SnapshotAnswer {
  before: SnapshotTotals | null
  after: SnapshotTotals
  /** Of one snapshot: by retained size. Of two: what grew first. */
  rows: SnapshotRow[]
  leftOut: number
}

export interface SnapshotProgress {
  phase: string
  /** Of the phase, from 0 to 1; `null` where that is not known. */
  share: number | null
}
