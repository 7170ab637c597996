/** `tidemark demo` as it is built: the hub, the fleet, and the end of both. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleFiles } from '../examples/testing/bundle'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PROGRAMS = ['fleet', 'gateway', 'api', 'worker', 'reports', 'driver', 'tied']
const DEMO_PROCESSES = 8

let folder: string
let program: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-cli-'))
  program = join(folder, 'dist', 'cli', 'tidemark.cjs')
  await bundleFiles(join(folder, 'dist'), {
    'cli/tidemark': 'cli/tidemark.ts',
    'hub/history-worker': 'lib/history/sqlite/history-worker.ts',
    ...Object.fromEntries(PROGRAMS.map((name) => [`examples/${name}`, `examples/${name}/main.ts`])),
  })
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'))
  await copyFile(join(ROOT, 'examples/demo-settings.json'), join(folder, 'dist/examples/demo-settings.json'))
  await mkdir(join(folder, 'tmp'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const env = () => ({ ...process.env, NODE_PATH: join(ROOT, 'node_modules'), TMPDIR: join(folder, 'tmp') })

/** Starts the demo with a hub of its own; resolves once that listens. */
async function startDemo(): Promise<{ demo: ChildProcess; url: string }> {
  const demo = spawn(process.execPath, [program, 'demo', '--port', '0'], {
    env: env(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!demo.stdout) throw new Error('the demo has no stdout')
  const [line] = (await once(createInterface({ input: demo.stdout }), 'line')) as [string]
  expect(line).toMatch(/^Tidemark is listening on http:\/\/127\.0\.0\.1:\d+$/u)
  return { demo, url: line.slice(line.indexOf('http')) }
}

/** The process ids of the fleet, once all of it reports. */
async function reportingPids(url: string): Promise<number[]> {
  for (;;) {
    const answer = await fetch(`${url}/api/v1/processes`)
    const { processes } = (await answer.json()) as { processes: { pid: number; lastFrameAtMs: number | null }[] }
    const reporting = processes.filter(({ lastFrameAtMs }) => lastFrameAtMs !== null)
    if (reporting.length === DEMO_PROCESSES) return reporting.map(({ pid }) => pid)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function isServed(url: string): Promise<boolean> {
  return await fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  )
}

describe('tidemark demo', () => {
  it('runs a hub and the whole fleet, and ends both on Ctrl-C with status 0 and nothing left', async () => {
    const { demo, url } = await startDemo()
    const pids = await reportingPids(url)
    demo.kill('SIGINT')
    const [code] = (await once(demo, 'exit')) as [number]
    expect(code).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
    expect(await isServed(url)).toBe(false)
    expect(await readdir(join(folder, 'tmp'))).toEqual([])
  })

  it('leaves neither the hub nor a program behind when it is killed', async () => {
    const { demo, url } = await startDemo()
    const pids = await reportingPids(url)
    demo.kill('SIGKILL')
    while (pids.some(isAlive) || (await isServed(url))) await new Promise((resolve) => setTimeout(resolve, 50))
  })

  it.each([
    [
      ['--hub', 'nonsense'],
      /^--hub must be the address of a hub, say http:\/\/127\.0\.0\.1:4600; "nonsense" came\.$/mu,
    ],
    [['--hub', 'http://127.0.0.1:1', '--port', '5'], /--port is for the demo's own hub/u],
    [['--hub', 'http://127.0.0.1:1', '--data', 'x'], /--data is for the demo's own hub/u],
    [['--port', 'seven'], /--port must be a whole number .* "seven" came/u],
  ])('refuses %j with status 2 and one sentence', (flags, sentence) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [program, 'demo', ...flags], {
      env: env(),
      encoding: 'utf8',
    })
    expect(stderr.trim()).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([status, stdout]).toEqual([2, ''])
  })
})
