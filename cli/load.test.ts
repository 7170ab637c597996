/** `tidemark load` against real servers and a real hub: what is sent, at which pace, what is noted, and what is refused. */
import { spawn } from 'node:child_process'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketServer } from 'socket.io'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../lib/hub/testing/test-hub'
import type { Annotation } from '../lib/protocol/annotations'
import type { ProcessSummary, SeriesPoints } from '../lib/protocol/http-api'
import { processId } from '../lib/protocol/process-id'
import { type BuiltProgram, buildProgram } from './testing/build-program'

let built: BuiltProgram
let hub: TestHub
const servers: HttpServer[] = []

beforeAll(async () => {
  built = await buildProgram()
  hub = await startTestHub()
}, 60_000)
afterAll(async () => {
  await hub.end()
  built.remove()
})
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(server: HttpServer): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** Not `spawnSync`: who it asks runs in this very process. */
function load(...args: string[]): { ended: Promise<Ended>; interrupt: () => void } {
  const env = { ...process.env, TIDEMARK_URL: hub.address }
  const child = spawn(process.execPath, [built.program, 'load', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    ended: new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr }))),
    interrupt: () => child.kill('SIGINT'),
  }
}

async function marks(): Promise<Annotation[]> {
  const { body } = await hub.get(`/api/v1/annotations?fromMs=0&toMs=${Date.now() + 60_000}`)
  return (body as { annotations: Annotation[] }).annotations
}

describe('tidemark load over HTTP', () => {
  it('asks for numbered names within its rate, and notes begin, end and its own series on the hub', async () => {
    const paths: string[] = []
    const host = await listening(
      createServer((request, response) => {
        paths.push(request.url ?? '')
        response.end('done')
      }),
    )
    const asked = ['--clients', '4', '--rate', '40', '--for', '4s', '--ramp', '2s', '--service', 'shop']
    const { status, stdout } = await load(...asked, `http://${host}/orders/{n}?key=secret`).ended
    expect(status).toBe(0)
    expect(stdout).toMatch(/^\d+ requests in \d+ s; half answered within .+ ms, 99 % within .+ ms/u)
    // At most what the pace allows in all of its time; on a busy machine it may be less.
    expect(paths.length).toBeGreaterThan(20)
    expect(paths.length).toBeLessThanOrEqual(160)
    expect(paths.slice(0, 2)).toEqual(['/orders/1?key=secret', '/orders/2?key=secret'])
    expect(new Set(paths).size).toBe(paths.length)

    const [begin, end] = await marks()
    const words = `4 clients over 2 s, at most 40 requests a second, for 4 s, to http://${host}/orders/{n}`
    expect(begin).toMatchObject({ kind: 'note', title: `Load: ${words}`, service: 'shop', author: 'tidemark load' })
    expect(end?.title).toBe(`Load is over: ${stdout.trim()}`)
    expect(JSON.stringify([begin, end])).not.toContain('secret')

    const id = processId('load', host)
    const { body } = await hub.get(
      `/api/v1/processes/${id}/series?name=load.requests&name=clients.load&fromMs=${Date.now() - 60_000}&toMs=${Date.now() + 60_000}`,
    )
    const [requests, clients] = (body as { series: SeriesPoints[] }).series
    expect(requests?.points.at(-1)?.[1]).toBe(paths.length)
    expect(clients?.points.at(-1)?.[1]).toBe(4)
    // Whoever ends a load is not woken by it.
    const { silences } = (await hub.get('/api/v1/silences')).body as { silences: { match: object }[] }
    expect(silences).toMatchObject([{ match: { process: id } }])
  }, 60_000)

  it('waits for a target that is away without storming it, tells why, and ends with status 1', async () => {
    const gone = createServer()
    const host = await listening(gone)
    await new Promise((resolve) => gone.close(resolve))
    const { status, stdout, stderr } = await load(
      '--clients',
      '2',
      '--rate',
      '1000',
      '--for',
      '2s',
      '--no-note',
      `http://${host}/`,
    ).ended
    expect(status).toBe(1)
    const [, sent] = /^(\d+) requests? in \d+ s; .*ECONNREFUSED/u.exec(stdout) ?? []
    // Each of two clients rests for half a second after each failure.
    expect(Number(sent)).toBeGreaterThan(1)
    expect(Number(sent)).toBeLessThanOrEqual(20)
    expect(stderr).not.toContain('noted')
  }, 60_000)

  it('says what was answered by an error, and uses no connection twice where it is told so', async () => {
    let connections = 0
    let requests = 0
    const server = createServer((_, response) => {
      response.statusCode = ++requests % 2 === 0 ? 200 : 503
      response.end()
    })
    server.on('connection', () => connections++)
    const host = await listening(server)
    const { stdout } = await load('--clients', '2', '--for', '2s', '--no-keep-alive', '--no-note', `http://${host}/`)
      .ended
    expect(stdout).toMatch(/ failed \(\d+ times: status 503\)/u)
    expect(connections).toBe(requests)
  }, 60_000)

  it('is ended early by Ctrl-C, in order', async () => {
    let requests = 0
    const host = await listening(createServer((_, response) => response.end(String(++requests))))
    const running = load('--for', '10m', '--service', 'early', `http://${host}/`)
    await expect.poll(() => requests, { timeout: 30_000 }).toBeGreaterThan(0)
    running.interrupt()
    const { status, stdout } = await running.ended
    expect(status).toBe(0)
    expect((await marks()).filter(({ service }) => service === 'early').at(-1)?.title).toBe(
      `Load is over: ${stdout.trim()}`,
    )
  }, 60_000)
})

it('clients of socket.io connect, stay and emit', async () => {
  const http = createServer()
  const io = new SocketServer(http)
  let clients = 0
  const said: unknown[] = []
  io.of('/room').on('connection', (socket) => {
    clients++
    socket.on('say', (text: unknown) => said.push(text))
  })
  const host = await listening(http)
  const flags = ['--clients', '5', '--for', '3s', '--event', 'say', '--body', 'hello {n}', '--no-note']
  const { status, stdout } = await load(...flags, `http://${host}/room`).ended
  await io.close()
  expect(status).toBe(0)
  expect(clients).toBe(5)
  expect(said.length).toBeGreaterThan(5)
  expect(said).toContain('hello 1')
  expect(stdout).toMatch(/^\d+ events in \d+ s/u)
}, 60_000)

it('what is refused is said in a sentence, with status 2', async () => {
  const { status, stderr } = await load('http://example.com/').ended
  expect(stderr).toContain('URL is "http://example.com/"; that is not this machine.')
  expect(status).toBe(2)
}, 60_000)

const AWAY = 'http://127.0.0.1:9/'
it('a hub that is away keeps nothing from the load, and that is said', async () => {
  const host = await listening(createServer((_, response) => response.end()))
  const { status, stderr } = await load('--for', '1s', '--hub', AWAY, `http://${host}/`).ended
  expect(status).toBe(0)
  expect(stderr).toContain(`nothing is noted on the hub at ${AWAY}: `)
}, 60_000)

it('the process of a load is one of the service load, with what its series are', async () => {
  const { body } = await hub.get('/api/v1/processes')
  const loads = (body as { processes: ProcessSummary[] }).processes.filter(({ service }) => service === 'load')
  expect(loads[0]?.series.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['load.requests', 'load.failed', 'load.held_back', 'clients.load', 'load.p99_ms']),
  )
})
