/**
 * Five well-known shapes of programs, each started with `register` from the packed package and without it: the answers are the same, and
 * the series are there at a real hub. None of the programs has a line for it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../lib/hub/testing/test-hub'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import { openWorkshop, type Workshop } from '../testing/workshop'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Two programs a test, and once a build of one.
vi.setConfig({ testTimeout: 180_000 })

let workshop: Workshop
let nextFolder: string
let hub: TestHub
const running: ChildProcess[] = []
beforeAll(async () => {
  workshop = openWorkshop()
  packInto(workshop.folder)
  hub = await startTestHub()
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
})
afterAll(async () => {
  await hub.end()
  workshop.remove()
  if (nextFolder) rmSync(nextFolder, { recursive: true, force: true })
})

/** As a user has it: packed, and installed without a network. */
function packInto(folder: string): void {
  for (const file of ['package.json', 'README.md']) copyFileSync(here(`../${file}`), join(folder, file))
  const [{ filename }] = JSON.parse(must('npm', ['pack', '--json'], folder)) as [{ filename: string }]
  const user = join(folder, 'user')
  mkdirSync(user)
  writeFileSync(join(user, 'package.json'), '{ "private": true }')
  must('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], user)
}

function must(command: string, args: string[], cwd: string, env: Record<string, string> = {}): string {
  const ran = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } })
  if (ran.status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`)
  return ran.stdout
}

interface Shape {
  name: string
  /** Its script, in a folder of its own under that of the user. It prints `PORT 1234` once it listens. */
  source: string
  extension: 'mjs' | 'cjs'
  flag: '--import' | '--require'
  asked: { path: string; method?: string; body?: string; type?: string }[]
}

const LISTEN = `(port) => console.log('PORT ' + port)`

const SHAPES: Shape[] = [
  {
    name: 'plain-http',
    extension: 'mjs',
    flag: '--require',
    source: `import { createServer } from 'node:http'
const server = createServer(async (request, response) => {
  const parts = []
  for await (const part of request) parts.push(part)
  response.writeHead(request.url === '/missing' ? 404 : 200, { 'x-listeners': server.listenerCount('request') })
  response.end(request.method + ' ' + request.url + ' ' + Buffer.concat(parts))
})
server.listen(0, '127.0.0.1', () => (${LISTEN})(server.address().port))`,
    asked: [{ path: '/' }, { path: '/missing' }, { path: '/in?x=1', method: 'POST', body: 'hello' }],
  },
  {
    name: 'express-app',
    extension: 'cjs',
    flag: '--import',
    source: `const express = require('express'), app = express()
app.use(express.json())
app.get('/users/:id', (request, response) => response.json({ id: request.params.id, query: request.query }))
app.post('/users', (request, response) => response.status(201).json(request.body))
app.get('/fails', () => { throw Object.assign(new Error('mine'), { status: 418 }) })
app.use((error, _request, response, _next) => response.status(error.status).send(error.message))
const server = app.listen(0, '127.0.0.1', () => (${LISTEN})(server.address().port))`,
    asked: [
      { path: '/users/7?full=1' },
      { path: '/users', method: 'POST', body: '{"name":"ada"}', type: 'application/json' },
      { path: '/fails' },
      { path: '/nothing' },
    ],
  },
  {
    name: 'fastify-app',
    extension: 'cjs',
    flag: '--import',
    source: `const app = require('fastify')()
app.get('/users/:id', async ({ params, query }) => ({ id: params.id, query }))
app.post('/users', { schema: { body: { type: 'object', required: ['name'] } } }, async ({ body }, reply) => reply.code(201).send(body))
app.get('/fails', async () => { throw new Error('mine') })
app.listen({ port: 0, host: '127.0.0.1' }).then(() => (${LISTEN})(app.server.address().port))`,
    asked: [
      { path: '/users/7?full=1' },
      { path: '/users', method: 'POST', body: '{"name":"ada"}', type: 'application/json' },
      { path: '/users', method: 'POST', body: '{}', type: 'application/json' },
      { path: '/fails' },
    ],
  },
  {
    name: 'socket-io-app',
    extension: 'cjs',
    flag: '--import',
    source: `const http = require('node:http').createServer((_request, response) => response.end('page'))
const io = new (require('socket.io').Server)(http)
io.on('connection', (socket) => {
  socket.on('echo', (said, ack) => ack(said.toUpperCase()))
  socket.on('join', (room, ack) => { socket.join(room); ack([...socket.rooms].length) })
})
http.listen(0, '127.0.0.1', () => (${LISTEN})(http.address().port))`,
    asked: [{ path: '/' }, { path: '/socket.io/?EIO=4' }],
  },
]

interface Started {
  address: string
  child: ChildProcess
}

const registerFile = (): string => join(workshop.folder, 'user/node_modules/@tidemark/agent/dist/register.cjs')

function start(args: string[], cwd: string, isRegistered: boolean): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_PATH: join(ROOT, 'node_modules'), NODE_ENV: 'production' }
  if (isRegistered) env['TIDEMARK_URL'] = hub.address
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  return child
}

async function startShape({ name, source, extension, flag }: Shape, isRegistered: boolean): Promise<Started> {
  const folder = join(workshop.folder, 'user', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '3.2.1' }))
  writeFileSync(join(folder, `app.${extension}`), source)
  const preload = isRegistered ? [flag, '@tidemark/agent/register'] : []
  const child = start([...preload, `app.${extension}`], folder, isRegistered)
  return { child, address: `http://127.0.0.1:${await printedPort(child, /PORT (\d+)/u)}` }
}

/** What it prints afterwards is read too, for a program whose output nobody reads stands still. */
function printedPort(child: ChildProcess, pattern: RegExp): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-10_000)
      const port = pattern.exec(said)?.[1]
      if (port !== undefined) resolve(port)
    })
    child.once('exit', (code) => reject(new Error(`the program ended with ${code} without a port: ${said}`)))
  })
}

/** What is different with each answer, or names the connection. */
const OWN = new Set(['date', 'keep-alive', 'connection'])

async function answersOf(address: string, asked: Shape['asked']): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const { path, method = 'GET', body, type } of asked) {
    const headers = type === undefined ? {} : { 'content-type': type }
    const answer = await fetch(`${address}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
    const told = [...answer.headers].filter(([name]) => !OWN.has(name))
    answers.push({ status: answer.status, headers: told, body: await answer.text() })
  }
  return answers
}

/** Resolves when the hub has a process of that service in which all of these are known. */
async function seen(service: string, series: Record<string, number>): Promise<ProcessSummary> {
  for (;;) {
    const { body } = await hub.get('/api/v1/processes')
    const found = (body as { processes: ProcessSummary[] }).processes.find((one) => one.service === service)
    const latest = new Map(found?.series.map((one) => [one.name, one.latest]))
    if (found && Object.entries(series).every(([name, least]) => (latest.get(name) ?? -1) >= least)) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const ALWAYS = { 'memory.rss': 1, 'clients.http': 0, 'pending.http': 0, 'handles.servers': 1, 'timers.active': 0 }

test.each(SHAPES)(
  '$name, $flag: the same answers with and without it, and its series at a real hub.',
  async (shape) => {
    const [bare, registered] = await Promise.all([startShape(shape, false), startShape(shape, true)])
    const [wanted, got] = await Promise.all([
      answersOf(bare.address, shape.asked),
      answersOf(registered.address, shape.asked),
    ])
    expect(wanted.length).toBe(shape.asked.length)
    expect(got).toEqual(wanted)
    if (shape.name === 'socket-io-app') {
      expect(await socketAnswers(registered.address)).toEqual(await socketAnswers(bare.address))
      const client = io(registered.address, { transports: ['websocket'] })
      await seen(shape.name, { 'http.upgraded': 1, 'clients.http': 1 })
      client.close()
    }
    await seen(shape.name, { ...ALWAYS, 'load.requests': shape.asked.length })
  },
)

async function socketAnswers(address: string): Promise<unknown[]> {
  const client = io(address, { transports: ['polling', 'websocket'] })
  const answers: unknown[] = [await client.emitWithAck('echo', 'hello'), await client.emitWithAck('join', 'room')]
  client.close()
  return answers
}

test('A Next server, by its own command: the same answers with and without it, and its series at a real hub.', async () => {
  nextFolder = buildNextApp()
  const [bare, registered] = await Promise.all([startNext(false), startNext(true)])
  const asked = [{ path: '/' }, { path: '/api/hello?name=ada' }, { path: '/nothing' }]
  const [wanted, got] = await Promise.all([answersOf(bare, asked), answersOf(registered, asked)])
  expect(wanted).toMatchObject([
    { status: 200, body: expect.stringContaining('Hello from Next') as string },
    { status: 200, body: '{"hello":"ada"}' },
    { status: 404 },
  ])
  expect(got).toEqual(wanted)
  await seen('next-shape', { ...ALWAYS, 'load.requests': asked.length })
})

const next = join(ROOT, 'node_modules/next/dist/bin/next')

/** Inside the clone, for its compiler looks for packages in the folders above the app and nowhere else. */
function buildNextApp(): string {
  mkdirSync(join(ROOT, 'test-results'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, 'test-results', 'next-'))
  const files: Record<string, string> = {
    'package.json': '{ "name": "next-shape", "private": true }',
    // Of its own, or that of the dashboard above it would be taken.
    'next.config.js': `module.exports = { turbopack: { root: ${JSON.stringify(ROOT)} } }`,
    'pages/index.jsx': 'export default function Page() { return <h1>Hello from Next</h1> }',
    'pages/api/hello.js':
      'export default function handle({ query }, response) { response.json({ hello: query.name }) }',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  must(process.execPath, [next, 'build'], folder, {
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production',
    HOME: tmpdir(),
  })
  return folder
}

async function startNext(isRegistered: boolean): Promise<string> {
  const preload = isRegistered ? ['--import', pathToFileURL(registerFile()).href] : []
  const child = start([...preload, next, 'start', '-p', '0', '-H', '127.0.0.1'], nextFolder, isRegistered)
  return `http://127.0.0.1:${await printedPort(child, /http:\/\/127\.0\.0\.1:(\d+)/u)}`
}
