/** The thread that analyses snapshots: minutes of computing and most of the memory, away from what serves. Bundled to a file of its own. */
import { createReadStream, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { createGunzip } from 'node:zlib'
import { HeapTooLargeError } from '../../protocol/heap-snapshot/header'
import { analyse, type AnalysisPhase, type SnapshotSource } from './analyse'
import type { AnalysisStart, FromAnalysis } from './worker-wire'

const CHUNK_BYTES = 1_048_576
/** A step that no bar would show is not worth a message. */
const MIN_STEP = 0.01

function send(message: FromAnalysis): void {
  parentPort?.postMessage(message, [])
}

/** Of a packed file it is not known how long it will be. */
function open(file: string): SnapshotSource {
  const chunks = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  if (!file.endsWith('.gz')) return { chunks, bytes: statSync(file).size }
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  chunks.on('error', (error) => unpacked.destroy(error)).pipe(unpacked)
  return { chunks: unpacked, bytes: 0 }
}

function tellProgress(): (phase: AnalysisPhase, share: number) => void {
  let last = { phase: '', share: 0 }
  return (phase, share) => {
    if (phase === last.phase && share < 1 && share - last.share < MIN_STEP) return
    last = { phase, share }
    send({ type: 'progress', phase, share })
  }
}

async function run({ before, after, ...options }: AnalysisStart): Promise<void> {
  try {
    const report = await analyse(before === null ? null : open(before), open(after), options, tellProgress())
    send({ type: 'done', report })
  } catch (error) {
    const code = error instanceof HeapTooLargeError ? 'no_memory' : 'failed'
    send({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
  }
}

void run(workerData as AnalysisStart)
