import { buildSync } from 'esbuild'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { analyseInWorker } from '../../heap/snapshot/analysis-thread'
import { madeHeap, snapshotText } from '../../heap/testing/made-snapshot'
import { type ReportState, SnapshotReports } from './snapshot-reports'

let folder: string
let reports: SnapshotReports
let running = 0
let most = 0

beforeAll(() => {
  folder = mkdtempSync(join(process.cwd(), 'node_modules/.tidemark-reports-'))
  const outfile = join(folder, 'snapshot-worker.cjs')
  const entry = join(import.meta.dirname, '../../heap/snapshot/snapshot-worker.ts')
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs' })
  reports = new SnapshotReports((files, options) => {
    most = Math.max(most, ++running)
    const analysis = analyseInWorker(files, { ...options, workerUrl: pathToFileURL(outfile) })
    const ended = () => {
      running--
    }
    analysis.report.then(ended, ended)
    return analysis
  })
})
afterAll(async () => {
  await reports.stop()
  rmSync(folder, { recursive: true, force: true })
})

function packed(name: string, text: string): string {
  const path = join(folder, `${name}.gz`)
  writeFileSync(path, gzipSync(text))
  return path
}

async function whole(key: string, files: Parameters<SnapshotReports['ask']>[1]): Promise<ReportState> {
  await expect.poll(() => reports.ask(key, files).state, { timeout: 30_000 }).not.toBe('working')
  return reports.ask(key, files)
}

it('works out what grew between two packed snapshots, one analysis at a time, and remembers it', async () => {
  const before = packed('a', snapshotText(madeHeap(5, 2_000)))
  const after = packed('b', snapshotText(madeHeap(5, 3_000)))
  const two = { before, after, isSameLife: true }
  const one = { before: null, after, isSameLife: true }
  expect(reports.ask('b a', two)).toMatchObject({ state: 'working' })
  expect(reports.ask('b', one)).toEqual({ state: 'working', phase: 'waiting', share: null })
  expect(await whole('b a', two)).toMatchObject({
    state: 'ready',
    answer: { before: { objects: 2_000 }, after: { objects: 3_000 } },
  })
  expect(await whole('b', one)).toMatchObject({ state: 'ready', answer: { before: null, after: { objects: 3_000 } } })
  expect(most).toBe(1)
})

it('says in a sentence why a file cannot be read, and tries again when it is asked again', async () => {
  const files = { before: null, after: packed('c', '{"snapshot":'), isSameLife: true }
  await expect.poll(() => reports.ask('c', files), { timeout: 30_000 }).toMatchObject({ state: 'failed' })
  writeFileSync(files.after, gzipSync(snapshotText(madeHeap(5, 1_000))))
  await expect.poll(() => reports.ask('c', files), { timeout: 30_000 }).toMatchObject({ state: 'ready' })
})

it('forgets what was made of a capture that is gone', async () => {
  reports.forget('a')
  const files = { before: join(folder, 'a.gz'), after: join(folder, 'b.gz'), isSameLife: true }
  expect(reports.ask('b a', files).state).toBe('working')
})
