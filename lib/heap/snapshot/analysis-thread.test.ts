import { buildSync } from 'esbuild'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeHeap, snapshotText } from '../testing/made-snapshot'
import { analyseInWorker, AnalysisError, LEAST_MEMORY_BYTES } from './analysis-thread'

describe('the analysis on a thread of its own', () => {
  let folder = ''
  let workerUrl = new URL('file:///')
  const file = (name: string) => join(folder, name)
  const made = (name: string, count: number, seed = 5) => {
    writeFileSync(file(name), snapshotText(madeHeap(seed, count)))
    return file(name)
  }
  const refusal = async (report: Promise<unknown>) => {
    const error = await report.then(
      () => null,
      (reason: unknown) => reason,
    )
    return error instanceof AnalysisError ? [error.code, error.message] : error
  }

  beforeAll(() => {
    folder = mkdtempSync(join(process.cwd(), 'node_modules/.tidemark-heap-'))
    const outfile = file('snapshot-worker.cjs')
    const entry = join(import.meta.dirname, 'snapshot-worker.ts')
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs' })
    workerUrl = pathToFileURL(outfile)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('answers with what grew, and tells how far it is', async () => {
    const phases = new Set<string>()
    const shares: number[] = []
    const files = { before: made('a', 2_000), after: made('b', 3_000), isSameLife: true }
    const { report } = analyseInWorker(files, {
      workerUrl,
      maxRows: 4,
      onProgress: (phase, share) => {
        phases.add(phase)
        shares.push(share)
      },
    })
    const { rows, before, after, leftOut } = await report
    expect([before?.objects, after.objects]).toEqual([2_000, 3_000])
    expect(rows).toHaveLength(4)
    expect(leftOut).toBeGreaterThan(0)
    expect([...phases]).toEqual(['reading the first', 'finding what keeps what', 'reading', 'comparing'])
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
  })

  it('ends when it is cancelled, and says so', async () => {
    const running = analyseInWorker({ before: null, after: made('c', 50_000), isSameLife: true }, { workerUrl })
    const refused = refusal(running.report)
    await running.cancel()
    expect(await refused).toEqual(['cancelled', 'The analysis was cancelled.'])
  })

  it('refuses a heap that its memory would not hold before it has read it', async () => {
    const text = snapshotText(madeHeap(5, 20)).replace(/"edge_count":\d+,"trace/u, '"edge_count":90000000,"trace')
    writeFileSync(file('large'), text)
    const { report } = analyseInWorker(
      { before: null, after: file('large'), isSameLife: true },
      { workerUrl, memoryBytes: LEAST_MEMORY_BYTES },
    )
    expect(await refusal(report)).toEqual([
      'no_memory',
      'The heap snapshot has 20 objects and 90000000 references; analysing it takes 1202 MiB, and 64 MiB are allowed.',
    ])
  })

  it('says in one sentence that its own heap was too small, and the process lives', async () => {
    // Names are what the thread keeps as objects: a snapshot of names only.
    const heap = Array.from({ length: 400_000 }, (_, at) => ({
      type: at === 0 ? 'synthetic' : 'object',
      name: `Class${at}${'x'.repeat(60)}`,
      id: at * 2 + 1,
      bytes: 8,
      edges: [],
    }))
    writeFileSync(file('names'), snapshotText(heap))
    const { report } = analyseInWorker(
      { before: null, after: file('names'), isSameLife: true },
      { workerUrl, memoryBytes: LEAST_MEMORY_BYTES },
    )
    expect(await refusal(report)).toEqual([
      'no_memory',
      'The analysis needs more memory than the 96 MiB it may take; a larger limit, or a snapshot of a smaller heap, would do.',
    ])
  })

  it('says what is wrong with a file that is damaged, cut off, or not there', async () => {
    const whole = snapshotText(madeHeap(5, 50))
    const told = async (name: string, text: string | null) => {
      if (text !== null) writeFileSync(file(name), text)
      const { report } = analyseInWorker({ before: null, after: file(name), isSameLife: true }, { workerUrl })
      return ((await refusal(report)) as string[])[1]
    }
    expect(await told('cut', whole.slice(0, 900))).toMatch(
      /^The heap snapshot ends too early, after 900 bytes, in "nodes"\.$/u,
    )
    expect(await told('text', 'hello')).toBe('This is no heap snapshot of V8: an unexpected character, at byte 0.')
    expect(await told('fewer', whole.replace('"node_count":50', '"node_count":51'))).toBe(
      'The heap snapshot announces 51 nodes and has 50.',
    )
    expect(await told('absent', null)).toMatch(/^ENOENT/u)
  })

  it('refuses a limit that is too low to do anything in', () => {
    expect(() =>
      analyseInWorker({ before: null, after: 'x', isSameLife: true }, { workerUrl, memoryBytes: 5 }),
    ).toThrow('memoryBytes must be at least 100663296, and is 5.')
  })
})
