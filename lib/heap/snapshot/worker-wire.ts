/** What the analysis's thread is started with, and what it says. */
import type { AnalysisPhase, HeapReport } from './analyse'

export interface AnalysisStart {
  /** Files on disk. */
  before: string | null
  after: string
  isSameLife: boolean
  maxBytes: number
  maxRows: number
  maxPaths: number
}

export type FromAnalysis =
  | { type: 'progress'; phase: AnalysisPhase; share: number }
  | { type: 'done'; report: HeapReport }
  | { type: 'failed'; code: 'no_memory' | 'failed'; message: string }
