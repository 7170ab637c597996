/** Analyses snapshots on a thread of its own with a limit to its memory. */
import { Worker } from 'node:worker_threads'
import type { HeapReport, OnProgress } from './analyse'
import type { AnalysisStart, FromAnalysis } from './worker-wire'

export interface HeapFiles {
  /** `null`: one snapshot is looked at by itself. */
  before: string | null
  after: string
  /** Whether both are of one start of the process, so that its objects are known again. */
  isSameLife: boolean
}

export interface InWorkerOptions {
  /** The bundled `lib/heap/snapshot/snapshot-worker.ts`. Default: `../hub/snapshot-worker.cjs` beside the bundled program. */
  workerUrl?: URL
  /** All that the thread may take, in bytes: at least 96 MiB. Default 1.5 GB, enough for a heap of some 300 MB of small objects. */
  memoryBytes?: number
  /** Default 500. */
  maxRows?: number
  /** For how many of these to say what keeps them. Default: all. */
  maxPaths?: number
  onProgress?: OnProgress
}

export interface RunningAnalysis {
  /** Rejects with an `AnalysisError`: one sentence that can be shown. */
  report: Promise<HeapReport>
  /** Ends the thread; `report` rejects with code `cancelled`. Resolves when the thread is gone. */
  cancel(): Promise<void>
}

export class AnalysisError extends Error {
  override name = 'AnalysisError'
  constructor(
    readonly code: 'cancelled' | 'no_memory' | 'failed',
    message: string,
  ) {
    super(message)
  }
}

const MEBIBYTE = 1_048_576
export const LEAST_MEMORY_BYTES = 96 * MEBIBYTE
const MEMORY_BYTES = 1_500_000_000
/** Names, and the maps of classes, are on the thread's own heap; the arrays are not, and are counted by the analysis itself. */
const HEAP_SHARE = 1 / 3
/** V8 sets aside this much for young objects. */
const YOUNG_MB = 16

export function analyseInWorker(files: HeapFiles, options: InWorkerOptions = {}): RunningAnalysis {
  const { memoryBytes = MEMORY_BYTES, maxRows = 500, maxPaths = maxRows, onProgress } = options
  if (!(memoryBytes >= LEAST_MEMORY_BYTES))
    throw new RangeError(`memoryBytes must be at least ${LEAST_MEMORY_BYTES}, and is ${memoryBytes}.`)
  const heapBytes = memoryBytes * HEAP_SHARE
  const start: AnalysisStart = { ...files, maxBytes: memoryBytes - heapBytes, maxRows, maxPaths }
  const worker = new Worker(options.workerUrl ?? new URL('../hub/snapshot-worker.cjs', import.meta.url), {
    workerData: start,
    name: 'tidemark-heap',
    resourceLimits: {
      maxOldGenerationSizeMb: Math.floor(heapBytes / MEBIBYTE) - YOUNG_MB,
      maxYoungGenerationSizeMb: YOUNG_MB,
    },
  })
  let isCancelled = false
  const report = new Promise<HeapReport>((resolve, reject) => {
    worker.on('message', (message: FromAnalysis) => {
      switch (message.type) {
        case 'progress':
          return onProgress?.(message.phase, message.share)
        case 'done':
          return resolve(message.report)
        case 'failed':
          return reject(new AnalysisError(message.code, message.message))
        default:
          return message satisfies never
      }
    })
    worker.on('error', (error) => reject(lost(error, memoryBytes)))
    worker.on('exit', (status) =>
      reject(
        isCancelled
          ? new AnalysisError('cancelled', 'The analysis was cancelled.')
          : new AnalysisError('failed', `The analysis ended by itself, with status ${status}.`),
      ),
    )
  })
  const cancel = async () => {
    isCancelled = true
    await worker.terminate()
  }
  return { report, cancel }
}

function lost(error: unknown, memoryBytes: number): AnalysisError {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory
    ? new AnalysisError(
        'no_memory',
        `The analysis needs more memory than the ${Math.floor(memoryBytes / MEBIBYTE)} MiB it may take; a larger limit, or a snapshot of a smaller heap, would do.`,
      )
    : new AnalysisError('failed', `The analysis broke: ${error instanceof Error ? error.message : String(error)}`)
}
