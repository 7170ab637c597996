/** `tidemark run` with a real hub and a real program: its run, its environment, its status and its signals. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../lib/hub/testing/test-hub'
import type { ProcessDetail } from '../lib/protocol/http-api'
import type { Investigation } from '../lib/protocol/investigations'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
let folder: string
let hub: TestHub

interface BuildScript {
  bundlePrograms: (entries: Record<string, string>, outdir: string) => Promise<void>
  buildParts: (names: string[]) => Promise<void>
}

beforeAll(async () => {
  const script = (await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href)) as BuildScript
  await script.buildParts(['agent'])
  folder = mkdtempSync(join(tmpdir(), 'tidemark-run-'))
  await script.bundlePrograms(
    { 'cli/tidemark': 'cli/tidemark.ts', 'cli/run-preload': 'cli/run/preload.ts' },
    join(folder, 'dist'),
  )
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7"}')
  // It ends by itself once its second line is asked for: with what it was given as status.
  writeFileSync(
    join(folder, 'server.cjs'),
    "require('node:http').createServer((_, answer) => answer.end()).listen(0); process.on('SIGTERM', () => process.exit(process.env.KEEP_ALIVE === 'false' ? 7 : 8)); setInterval(() => {}, 1000)",
  )
  hub = await startTestHub()
})
afterAll(async () => {
  await hub.end()
  rmSync(folder, { recursive: true, force: true })
})

interface Running {
  status: Promise<number | null>
  said: () => string
  end: () => void
}

/** Not `spawnSync`: the hub that it speaks to runs in this very process. */
function run(...args: string[]): Running {
  const program = join(folder, 'dist', 'cli', 'tidemark.cjs')
  const env = { ...process.env, TIDEMARK_URL: hub.address }
  const child = spawn(process.execPath, [program, 'run', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    status: new Promise((resolve) => child.once('close', resolve)),
    said: () => stderr,
    end: () => child.kill('SIGTERM'),
  }
}

async function investigations(): Promise<Investigation[]> {
  return ((await hub.get('/api/v1/investigations')).body as { investigations: Investigation[] }).investigations
}

it('gives a program an agent and its settings, notes its run from begin to end, and hands signal and status on', async () => {
  const running = run('--set', 'KEEP_ALIVE=false', '--', process.execPath, join(folder, 'server.cjs'))
  await expect.poll(investigations, { timeout: 60_000 }).toMatchObject([{ service: 'server', runs: [{ toMs: null }] }])
  const [begun] = await investigations()
  running.end()
  expect(await running.status).toBe(7)
  expect(running.said()).toContain(`run "KEEP_ALIVE=false" ended: ${hub.address}/investigations?id=${begun?.id}`)
  const [run0] = (await investigations())[0]?.runs ?? []
  expect(run0).toMatchObject({ label: 'KEEP_ALIVE=false', settings: { KEEP_ALIVE: 'false' }, by: 'program' })
  expect(run0?.process).toMatch(/^server\./u)
  // As `register` does, the load that a run is held against is watched with no line of the program.
  const { body } = await hub.get(`/api/v1/processes/${run0?.process}`)
  expect((body as ProcessDetail).series.map(({ name }) => name)).toContain('load.requests')
  expect(run0?.toMs).toBeGreaterThan(run0?.fromMs ?? Number.NaN)
}, 90_000)

it.each([
  [
    ['--set', 'KEEP_ALIVE', '--', 'true'],
    2,
    '--set is "KEEP_ALIVE"; it must be a name and a value, such as KEEP_ALIVE=false.',
  ],
  [['--set', 'A=1', '--set', 'A=2', '--', 'true'], 2, '--set names A twice; a run has one value of each setting.'],
  [['--', process.execPath, '-e', 'process.exit(3)'], 3, 'no run was noted: the hub never heard of the program.'],
  [['--', 'no-such-program'], 127, 'no-such-program could not be started'],
])(
  'run %j ends with %i and a sentence',
  async (args, status, sentence) => {
    const running = run(...args)
    expect(await running.status).toBe(status)
    expect(running.said()).toContain(sentence)
  },
  90_000,
)
