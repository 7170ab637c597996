/** The built program: what it prints, its status, and its end by a signal with everybody connected. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ProcessSummary } from '../lib/protocol/http-api'
import { framesOf, helloOf, TestAgent } from '../lib/hub/testing/test-agent'
import { TestViewer } from '../lib/hub/testing/test-viewer'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
let folder: string
let program: string
const children: ChildProcess[] = []

interface BuildScript {
  bundlePrograms: (entries: Record<string, string>, outdir: string) => Promise<void>
}

beforeAll(async () => {
  const script = pathToFileURL(join(root, 'scripts', 'build.mjs')).href
  const { bundlePrograms } = (await import(script)) as BuildScript
  folder = mkdtempSync(join(tmpdir(), 'tidemark-cli-'))
  await bundlePrograms(
    { 'cli/tidemark': 'cli/tidemark.ts', 'hub/history-worker': 'lib/history/sqlite/history-worker.ts' },
    join(folder, 'dist'),
  )
  program = join(folder, 'dist', 'cli', 'tidemark.cjs')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7"}')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Started {
  child: ChildProcess
  url: string
  stdout: () => string
  ended: Promise<unknown[]>
}

const start = (...args: string[]) => startWith({}, ...args)

const startWith = (env: Record<string, string>, ...args: string[]) => startBy([process.execPath], env, ...args)

async function startBy(
  command: [string, ...string[]],
  env: Record<string, string>,
  ...args: string[]
): Promise<Started> {
  const data = mkdtempSync(join(folder, 'data-'))
  const [file, ...first] = command
  const child = spawn(file, [...first, program, 'start', '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  })
  children.push(child)
  const ended = once(child, 'exit')
  let out = ''
  child.stdout?.on('data', (data: Buffer) => {
    out += data.toString()
  })
  while (!/listening on http:\S+\n/u.test(out)) await once(child.stdout ?? child, 'data')
  return { child, url: /http:\S+/u.exec(out)?.[0] ?? '', stdout: () => out, ended }
}

function run(
  args: string[],
  env: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } {
  const { PATH = '' } = process.env
  return spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', PATH, ...env },
    cwd: folder,
  })
}

/** One that this process may run on. */
function firstCore(): string {
  const status = readFileSync('/proc/self/status', 'utf8')
  return /^Cpus_allowed_list:\s*(\d+)/mu.exec(status)?.[1] ?? '0'
}

/** How nice the main thread of a process is, and each of the others. */
function nicesOf(pid = 0): { main: number; others: number[] } {
  const niceOf = (thread: string) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')
    // From the third field on: the name, which is the second, may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  }
  const others = readdirSync(`/proc/${pid}/task`).filter((thread) => thread !== String(pid))
  return { main: niceOf(String(pid)), others: others.map(niceOf) }
}

describe('tidemark start', () => {
  it('prints exactly one line to stdout, serves, and keeps its history where it was told', async () => {
    const { url, stdout, child, ended } = await start()
    expect(stdout()).toMatch(/^Tidemark is listening on http:\/\/127\.0\.0\.1:\d+\n$/u)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    expect(stdout().split('\n')).toHaveLength(2)
  })

  it('ends by SIGTERM with status 0, agents and viewers connected, and what was acknowledged is there again', async () => {
    const data = join(folder, 'kept')
    const first = await start('--data', data)
    const agent = new TestAgent(first.url)
    await agent.hello()
    expect(await agent.frames(...framesOf(Date.now() - 50_000, 1, 20))).toEqual({ ok: true, durable: 20 })
    void agent.frames(...framesOf(Date.now() - 50_000, 21, 30)).catch(() => undefined)
    const viewer = new TestViewer(first.url)
    await viewer.watch({ fleet: true })
    const halfRequest = fetch(`${first.url}/api/v1/x`, {
      method: 'POST',
      body: new ReadableStream(),
      duplex: 'half',
    } as RequestInit)
    halfRequest.catch(() => undefined)
    first.child.kill('SIGTERM')
    expect(await first.ended).toEqual([0, null])
    agent.close()
    viewer.close()

    const second = await start('--data', data)
    const again = new TestAgent(second.url)
    const hello = await again.hello(helloOf())
    expect(hello.ok && hello.frameAfter).toBeGreaterThanOrEqual(20)
    again.close()
    second.child.kill('SIGTERM')
    expect(await second.ended).toEqual([0, null])
  })

  it.runIf(process.platform === 'linux')(
    "on one core, V8's helpers give way to its own threads and the loop to the history's, and on more they do not",
    async () => {
      const onOneCore = await startBy(['taskset', '-c', firstCore(), process.execPath], {})
      const { main, others } = nicesOf(onOneCore.child.pid)
      expect(main).toBe(4)
      // Four that V8 works with; the history's own thread is no helper.
      expect(others.filter((nice) => nice === 10).length).toBeGreaterThanOrEqual(4)
      expect(others).toContain(0)
      if (availableParallelism() === 1) return
      const elsewhere = await start()
      expect(nicesOf(elsewhere.child.pid).main).toBe(0)
      expect(nicesOf(elsewhere.child.pid).others).not.toContain(10)
    },
  )

  it('is ready for the first frames, however long nobody came: V8 moves less than one object of each process to another shape then', async () => {
    const collect = join(folder, 'collect.cjs')
    writeFileSync(
      collect,
      `process.on('SIGUSR2', () => { for (let n = 0; n < 3; n++) gc(); process.stdout.write('collected\\n') })
process.on('SIGHUP', () => process.stdout.write('all was told\\n'))`,
    )
    // V8 dies of its own tracing where a function is baseline code.
    const flags = ['--no-sparkplug', '--trace-migration', '--expose-gc', '--require', collect]
    const { url, child, stdout } = await startBy([process.execPath, ...flags], {})
    child.kill('SIGUSR2')
    await expect.poll(stdout, { timeout: 20_000 }).toContain('collected')
    const agents = Array.from({ length: 40 }, () => new TestAgent(url))
    await Promise.all(agents.map((agent, n) => agent.hello(helloOf({ instance: `${n}` }))))
    const moved = () => stdout().split('[migrating]').length - 1
    const before = moved()
    const startMs = Date.now() - 60_000
    for (let seq = 1; seq <= 5; seq++)
      await Promise.all(agents.map((agent) => agent.frames(...framesOf(startMs, seq, seq))))
    for (const agent of agents) agent.close()
    child.kill('SIGHUP')
    await expect.poll(stdout, { timeout: 20_000 }).toContain('all was told')
    // Some 6 of each where nothing was rehearsed, some 4 where it was and is not held.
    expect(moved() - before).toBeLessThan(agents.length)
  })

  it('watches itself where it was told to: its memory, who is connected and what waits, by its own agent and with its token', async () => {
    const { url, child, ended } = await startWith({ TIDEMARK_WATCH_SELF: 'yes', TIDEMARK_AGENT_TOKEN: 'of-agents' })
    const own = async () => {
      const answer = (await (await fetch(`${url}/api/v1/processes`)).json()) as { processes: ProcessSummary[] }
      expect(answer.processes.length).toBeLessThanOrEqual(1)
      return answer.processes[0]
    }
    const latest = async (name: string) => (await own())?.series.find((one) => one.name === name)?.latest ?? null
    // Its first frame counts itself among the agents as soon as it is connected, and its second counts the first.
    await expect.poll(() => latest('load.requests'), { timeout: 20_000 }).toBeGreaterThan(0)
    expect(await own()).toMatchObject({ service: 'tidemark', instance: 'hub', pid: child.pid, version: '9.8.7' })
    expect(await latest('clients.agents')).toBe(1)
    expect(await latest('registry.processes')).toBe(1)
    expect(await latest('memory.rss')).toBeGreaterThan(20_000_000)
    expect((await own())?.series.find(({ name }) => name === 'clients.agents')?.max).toBe(10_000)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('says in one sentence that its port is taken, with status 2', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = String(typeof address === 'object' && address ? address.port : 0)
    const { status, stdout, stderr } = run(['start', '--port', port], { TIDEMARK_LOG: 'silent' })
    expect(stderr).toMatch(
      new RegExp(`^tidemark: the port ${port} on 127\\.0\\.0\\.1 is taken by another program; .*\\.\n$`, 'u'),
    )
    expect([status, stdout]).toEqual([2, ''])
    other.close()
  })

  it('says in one sentence that its folder cannot be used, with status 2', () => {
    mkdirSync(join(folder, 'in-the-way'))
    writeFileSync(join(folder, 'in-the-way', 'file'), '')
    const { status, stderr } = run(['start', '--port', '0', '--data', 'in-the-way/file'], { TIDEMARK_LOG: 'silent' })
    expect(stderr).toMatch(/^tidemark: [^\n]*in-the-way\/file[^\n]*\.\n$/u)
    expect(status).toBe(2)
    const impossible = run(['start', '--port', '0', '--data', '/proc/nope'], { TIDEMARK_LOG: 'silent' })
    expect(impossible.stderr).toMatch(/^tidemark: [^\n]*\/proc\/nope[^\n]*--data\.\n$/u)
    expect(impossible.status).toBe(2)
  })

  it.each<[string[], Record<string, string>, RegExp]>([
    [['--port', 'x'], {}, /^tidemark: --port must be a whole number .*; "x" came\.\n$/u],
    [[], { TIDEMARK_PORT: '99999' }, /^tidemark: TIDEMARK_PORT must be .*; "99999" came\.\n$/u],
    [['--host', '0.0.0.0'], {}, /^tidemark: --host is "0\.0\.0\.0", which others can reach, .*\.\n$/u],
    [[], { TIDEMARK_STORE: 'https://x' }, /^tidemark: TIDEMARK_STORE is "https:\/\/x"; .*\.\n$/u],
    [['--settings', 'none.json'], {}, /^tidemark: --settings none\.json cannot be read: .*\.\n$/u],
    [['--nope'], {}, /^[^\n]*unknown option '--nope'[^\n]*\n$/u],
    [['extra'], {}, /^[^\n]*too many arguments[^\n]*\n$/u],
  ])('refuses %j %j with status 2 and one sentence', (args, env, sentence) => {
    const { status, stdout, stderr } = run(['start', ...args], env)
    expect(stderr).toMatch(sentence)
    expect([status, stdout]).toEqual([2, ''])
  })
})

describe('tidemark', () => {
  it('tells its commands, their options and its version', () => {
    const help = run(['--help'])
    expect([help.status, help.stderr]).toEqual([0, ''])
    expect(help.stdout).toContain('start')
    const startHelp = run(['start', '--help'])
    expect(startHelp.status).toBe(0)
    for (const word of ['--port', '--host', '--data', '--settings', 'TIDEMARK_AGENT_TOKEN']) {
      expect(startHelp.stdout).toContain(word)
    }
    expect(run(['--version'])).toMatchObject({ status: 0, stdout: '9.8.7\n' })
  })

  it('knows no other command', () => {
    expect(run(['frobnicate'])).toMatchObject({ status: 2, stdout: '' })
  })
})
