/** What the detector is told at the start of a life. */
import type { ProcessLimits, SeriesDeclaration } from '../protocol/agent-wire'

export interface LifeStart {
  /** Unique to this start of the process. */
  boot: string
  startedAtMs: number
  version?: string
  limits: ProcessLimits
  /** In the order of the rows that will be pushed. */
  series: readonly SeriesDeclaration[]
}
