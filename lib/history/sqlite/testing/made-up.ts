/** What the tests of the store share: lives and frames made up, folders and workers that go away again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { onTestFinished } from 'vitest'
import type { SeriesDeclaration } from '../../../protocol/agent-wire'
import type { FrameBlock } from '../../../protocol/frame-block'
import type { FramesToKeep, KeptLife } from '../../store'

export const T0 = Date.UTC(2026, 0, 2)

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-history-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Bundles the worker as the build does, or another one in its place, into a folder of the test's own. */
export function buildWorker(entry = 'history-worker.ts'): URL {
  const outfile = join(mkdtempSync(join(process.cwd(), 'node_modules/.tidemark-worker-')), 'history-worker.cjs')
  onTestFinished(() => rmSync(join(outfile, '..'), { recursive: true, force: true }))
  buildSync({
    entryPoints: [join(import.meta.dirname, '..', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3'],
  })
  return pathToFileURL(outfile)
}

export function life(boot: string, names: readonly string[], process = 'api.a'): KeptLife {
  const [service = '', instance = ''] = process.split('.')
  return {
    process,
    life: { service, instance, boot, pid: 1, host: 'host-a', runtime: 'node v20', startedAtMs: T0 },
    series: names.map((name): SeriesDeclaration => ({ name, kind: 'gauge', unit: 'count' })),
  }
}

/** Rows of `[seq, atMs, …values]`; null is "not known". */
export function frames(boot: string, rows: readonly (readonly (number | null)[])[], process = 'api.a'): FramesToKeep {
  return { process, boot, block: frameBlock(rows) }
}

export function frameBlock(rows: readonly (readonly (number | null)[])[]): FrameBlock {
  return {
    count: rows.length,
    width: (rows[0]?.length ?? 2) - 2,
    seqs: Float64Array.from(rows, (row) => row[0] ?? Number.NaN),
    atMs: Float64Array.from(rows, (row) => row[1] ?? Number.NaN),
    values: Float64Array.from(rows.flatMap((row) => row.slice(2).map((value) => value ?? Number.NaN))),
  }
}
