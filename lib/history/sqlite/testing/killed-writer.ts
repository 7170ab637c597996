/**
 * The program that the kill test kills: keeps adding frames to a few lives through a real worker thread, and says on
 * stdout which seqs are durable, a line each: `life seq`. Arguments: the folder, the worker's file.
 */
import { pathToFileURL } from 'node:url'
import type { Store } from '../../store'
import { openSqliteStore } from '../open-store'

export const LIVES = ['b0', 'b1', 'b2', 'b3', 'b4']
export const SERIES = ['a', 'b', 'c']
const FRAMES = 40

/** What a frame's value is, so that the reader can tell a wrong one. */
export function valueOf(boot: string, seq: number, series: number): number {
  const value = (seq * 7_919 + series * 104_729 + boot.charCodeAt(1) * 31) % 100_003
  return value % 11 === 0 ? Number.NaN : value % 7 === 0 ? value / 8 : value
}

export function atMsOf(seq: number): number {
  return 1.7e12 + seq * 1_000
}

async function writeFor(store: Store, boot: string): Promise<void> {
  const series = SERIES.map((name) => ({ name, kind: 'gauge', unit: 'count' }) as const)
  const life = { service: 's', instance: boot, boot, pid: 1, host: 'h', runtime: 'node', startedAtMs: 1.7e12 }
  const { knownSeqs } = await store.openLife({ process: `s.${boot}`, life, series })
  for (let seq = (knownSeqs.at(-1)?.[1] ?? 0) + 1; ; seq += FRAMES) {
    const seqs = Float64Array.from({ length: FRAMES }, (_, row) => seq + row)
    const values = Float64Array.from({ length: FRAMES * SERIES.length }, (_, cell) =>
      valueOf(boot, seq + Math.floor(cell / SERIES.length), cell % SERIES.length),
    )
    const block = { count: FRAMES, width: SERIES.length, seqs, atMs: seqs.map(atMsOf), values }
    await store.append({ process: `s.${boot}`, boot, block })
    process.stdout.write(`${boot} ${seq + FRAMES - 1}\n`)
  }
}

export async function run(folder: string, workerFile: string): Promise<void> {
  // The hub's clock runs with the frames, so that they are sealed and joined while the writer is killed.
  const startedMs = performance.now()
  const now = () => 1.7e12 + (performance.now() - startedMs) * 2_000
  const store = await openSqliteStore({ folder, workerUrl: pathToFileURL(workerFile), commitEveryMs: 10, now })
  await Promise.all(LIVES.map((boot) => writeFor(store, boot)))
}

const [, , folder, workerFile] = process.argv
if (folder !== undefined && workerFile?.endsWith('history-worker.cjs')) void run(folder, workerFile)
