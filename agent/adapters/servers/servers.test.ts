/** Servers as Node and two libraries make them, watched in one line, with real connections. */
import { once } from 'node:events'
import { Agent as HttpAgent, createServer, get, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net'
import { Server as IoServer } from 'socket.io'
import { io as ioClient } from 'socket.io-client'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { watchedInTests } from '../../testing/watched-in-tests'
import { watch } from '../watch'

const { watching, toEnd, connected } = watchedInTests()

async function listening(server: NetServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  toEnd.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) (server as unknown as HttpServer).closeAllConnections()
      }),
  )
  return (server.address() as { port: number }).port
}

function watched(thing: object, options = {}): string {
  const registration = watch(thing, options)
  toEnd.push(() => registration.remove())
  return registration.name
}

test('Connections of a server of node:net are its clients, with the bound that it keeps, those of before included.', async () => {
  const server = createNetServer((socket) => void socket.on('error', () => {}).resume())
  server.maxConnections = 50
  const port = await listening(server)
  const before = await connected(port)
  watched(server, { name: 'lines' })
  const after = await connected(port)
  await watching.until('clients.lines', 2)
  before.destroy()
  await watching.until('clients.lines', 1)
  after.write('hello')
  const group = await watching.entities('lines sockets')
  expect(group?.entities).toHaveLength(1)
  expect(group?.entities[0]?.label).toContain('127.0.0.1:')
  const declared = watching.hub.declared.find(({ name }) => name === 'clients.lines')
  expect(declared).toMatchObject({ kind: 'clients', unit: 'count', max: 50 })
})

test('Requests of an HTTP server are pending until they are answered, and counted as the load of the process.', async () => {
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    if (request.url === '/quick?key=secret') response.end('quick')
    else waiting.push(() => response.end('slow'))
  })
  const port = await listening(server)
  watched(server, { name: 'api' })
  const quick = await fetch(`http://127.0.0.1:${port}/quick?key=secret`)
  expect(await quick.text()).toBe('quick')
  await watching.until('load.requests', 1)
  await watching.until('pending.api', 0)
  const slow = [1, 2, 3].map(() => fetch(`http://127.0.0.1:${port}/slow?token=secret`).then((answer) => answer.text()))
  await watching.until('pending.api', 3)
  await watching.until('load.requests', 4)
  const group = await watching.entities('api sockets')
  const labels = group?.entities.map(({ label }) => label) ?? []
  expect(labels.filter((label) => label?.endsWith(' GET /slow'))).toHaveLength(3)
  expect(JSON.stringify(group)).not.toContain('secret')
  for (const answer of waiting) answer()
  expect(await Promise.all(slow)).toEqual(['slow', 'slow', 'slow'])
  await watching.until('pending.api', 0)
})

test('A request whose client goes away, and one whose response is destroyed, are pending no more.', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/destroy') response.destroy()
  })
  const port = await listening(server)
  watched(server, { name: 'api' })
  const leaving = get({ port, host: '127.0.0.1', path: '/' })
  leaving.on('error', () => {})
  await watching.until('pending.api', 1)
  leaving.destroy()
  await watching.until('pending.api', 0)
  await expect(fetch(`http://127.0.0.1:${port}/destroy`)).rejects.toThrow()
  await watching.until('pending.api', 0)
})

test('Requests that sit half received are told: without the end of their headers, or of their body, and none that is whole.', async () => {
  const server = createServer((request, response) => {
    request.resume()
    if (request.url === '/early') response.end('early')
    else request.on('end', () => response.end('whole'))
  })
  const port = await listening(server)
  watched(server, { name: 'api' })
  const [headers, body, early, idle, whole] = await Promise.all([1, 2, 3, 4, 5].map(() => connected(port)))
  headers?.write('GET / HTTP/1.1\r\nHost: here\r\n')
  body?.write('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n12345')
  early?.write('POST /early HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n12345')
  // Kept alive, with nothing under way: asked before, and silent.
  whole?.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
  if (whole) await once(whole, 'data')
  await watching.until('clients.api', 5)
  await watching.until('pending.api.half', 3)
  headers?.write('\r\n')
  body?.write('67890')
  await watching.until('pending.api.half', 1)
  early?.destroy()
  await watching.until('pending.api.half', 0)
  expect(idle?.destroyed).toBe(false)
})

test('A socket that was upgraded is told as that, and what it says is no half of a request.', async () => {
  const server = createServer((_request, response) => response.end())
  const ws = new WebSocketServer({ server })
  toEnd.push(() => ws.close())
  const port = await listening(server)
  watched(server, { name: 'api' })
  watched(ws, { name: 'live' })
  const client = new WebSocket(`ws://127.0.0.1:${port}`)
  toEnd.push(() => client.terminate())
  await once(client, 'open')
  client.send('something')
  await watching.until('api.upgraded', 1)
  await watching.until('clients.live', 1)
  await watching.until('live.buffered', 0)
  const [one] = ws.clients
  const held = (one as unknown as Record<'_socket', Socket>)['_socket']
  held.cork()
  one?.send('x'.repeat(10_000))
  await watching.until('live.buffered', (bytes) => bytes > 10_000)
  const group = await watching.entities('live clients')
  expect(group?.entities[0]).toMatchObject({ label: expect.stringContaining('127.0.0.1:') as string })
  expect(group?.entities[0]?.bytes).toBeGreaterThan(10_000)
  expect(group?.entities[0]?.ageMs).toBeGreaterThan(0)
  held.uncork()
  await watching.until('live.buffered', 0)
  expect(watching.latest('pending.api.half')).toBe(0)
  client.close()
  await watching.until('clients.live', 0)
})

test('A socket.io server tells its clients, the sockets of all namespaces, and the rooms that somebody made.', async () => {
  const http = createServer()
  const io = new IoServer(http, { serveClient: false })
  toEnd.push(() => io.close())
  io.on('connection', (socket) => void socket.join('everybody'))
  io.of('/other').on('connection', (socket) => void socket.join(['a', 'b']))
  const port = await listening(http)
  watched(io)
  const client = ioClient(`http://127.0.0.1:${port}`, { transports: ['websocket'] })
  toEnd.push(() => client.close())
  const other = client.io.socket('/other')
  other.connect()
  await watching.until('clients.socketio', 1)
  await watching.until('socketio.sockets', 2)
  await watching.until('registry.socketio.rooms', 3)
  const group = await watching.entities('socketio sockets')
  expect(new Set(group?.entities.map(({ id }) => id))).toEqual(new Set([client.id, other.id]))
  client.io.engine.close()
  client.io.reconnection(false)
  await watching.until('clients.socketio', 0)
  await watching.until('registry.socketio.rooms', 0)
})

test('An agent of node:http tells the sockets that it uses and keeps, and the requests that wait for one.', async () => {
  const answers: (() => void)[] = []
  const server = createServer((_request, response) => void answers.push(() => response.end('done')))
  const port = await listening(server)
  const agent = new HttpAgent({ keepAlive: true, maxSockets: 2, maxTotalSockets: 2 })
  toEnd.push(() => agent.destroy())
  watched(agent, { name: 'upstream' })
  const asked = [1, 2, 3].map(
    () =>
      new Promise<IncomingMessage>((resolve) => {
        get({ host: '127.0.0.1', port, agent }, (response) => resolve(response.resume()))
      }),
  )
  await watching.until('pool.upstream', 2)
  await watching.until('pending.upstream', 1)
  const group = await watching.entities('upstream hosts')
  expect(group?.entities[0]).toMatchObject({ id: `127.0.0.1:${port}`, count: 3 })
  while (answers.length < 3) {
    answers[0]?.()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  for (const answer of answers) answer()
  await Promise.all(asked)
  await watching.until('pool.upstream', 0)
  await watching.until('upstream.idle', 2)
})
