/** What `/api/v1/processes/:id/entities` answers: the things that a process holds, one by one. */
import type { Entity } from './commands'

/** `GET /api/v1/processes/:id/entities?windowMs=` answers `{ tables: EntityTable[] }`. */
export interface EntityTable {
  /** As the process registered it: `sockets`. */
  name: string
  /** `null`: of a source that cannot be counted without walking it. */
  total: number | null
  /** Fewer than `total`: the rows are of a sample. */
  sampled: number
  /** Whether the bytes are estimates. */
  isEstimate: boolean
  /** On the hub's clock. */
  atMs: number
  /** The top 50 by size and the top 50 by growth. */
  rows: EntityRow[]
}

export interface EntityRow extends Entity {
  /** Over the window, or since it was seen first; in bytes where those are known, else in counts. */
  grown: number | null
  grownSinceMs: number | null
}

/** `GET /api/v1/processes/:id/entities/history?group=&entity=` */
export interface EntityHistory {
  id: string
  atMs: number[]
  bytes: (number | null)[]
  count: (number | null)[]
}
