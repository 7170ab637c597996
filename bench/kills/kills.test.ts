/** A few of the kills of `npm run bench:kills`, in every run of the tests. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runKills } from './run'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const seed = 1 + Math.floor(Math.random() * 1e6)
let folder: string

interface BuildScript {
  bundlePrograms: (entries: Record<string, string>, outdir: string) => Promise<void>
}

beforeAll(async () => {
  const { bundlePrograms } = (await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href)) as BuildScript
  folder = mkdtempSync(join(tmpdir(), 'tidemark-kills-program-'))
  await bundlePrograms(
    { 'cli/tidemark': 'cli/tidemark.ts', 'hub/history-worker': 'lib/history/sqlite/history-worker.ts' },
    join(folder, 'dist'),
  )
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"version":"0.0.0"}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['with room on the disk', {}],
  ['with a disk that is full for a while', { diskBytes: 300_000 }],
])(
  `every frame that was acknowledged is there once, with its values, after ten kills %s (seed ${seed})`,
  async (_where, disk) => {
    const program = join(folder, 'dist', 'cli', 'tidemark.cjs')
    const result = await runKills({ program, kills: 10, processes: 10, seed, longestMs: 2_000, ...disk })
    expect(result).toMatchObject({ kills: 10, missing: 0, twice: 0, wrong: 0, forgotten: 0, complaints: [] })
    expect(result.made).toBeGreaterThan(100)
    expect([result.durable, result.frames]).toEqual([result.made, result.made])
  },
  180_000,
)
