/** Servers over TLS, and of HTTP/2, watched in one line, with real connections. */
import { once } from 'node:events'
import {
  type ClientHttp2Session,
  connect as connectHttp2,
  createSecureServer,
  createServer as createHttp2,
} from 'node:http2'
import { createServer as createHttps, get } from 'node:https'
import type { Server } from 'node:net'
import { connect as connectTls, createServer as createTls, type TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../../../lib/hub/notify/testing/localhost-certificate'
import { watchedInTests } from '../../testing/watched-in-tests'
import { watch } from '../watch'

const SECRETS = { cert: LOCALHOST_CERTIFICATE, key: LOCALHOST_KEY }

const { watching, toEnd, connected } = watchedInTests()

/** Listens, is watched under `name`, and is closed once its clients are gone. */
async function watched(server: Server, name: string): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  toEnd.push(() => new Promise((resolve) => server.close(resolve)))
  const registration = watch(server, { name })
  toEnd.push(() => registration.remove())
  return (server.address() as { port: number }).port
}

async function secure(port: number, protocols?: string[]): Promise<TLSSocket> {
  const socket = connectTls({
    port,
    host: '127.0.0.1',
    ca: LOCALHOST_CERTIFICATE,
    servername: 'localhost',
    ALPNProtocols: protocols,
  })
  socket.on('error', () => {})
  toEnd.push(() => socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

async function session(authority: string): Promise<ClientHttp2Session> {
  const client = connectHttp2(authority, { ca: LOCALHOST_CERTIFICATE, servername: 'localhost' })
  client.on('error', () => {})
  toEnd.push(() => client.destroy())
  await once(client, 'connect')
  return client
}

test('A server of node:tls tells its connections, and the handshakes that do not end.', async () => {
  const port = await watched(
    createTls(SECRETS, (socket) => void socket.on('error', () => {}).resume()).on('tlsClientError', () => {}),
    'vault',
  )
  const one = await secure(port)
  const silent = await connected(port)
  await watching.until('clients.vault', 2)
  await watching.until('pending.vault.handshakes', 1)
  const group = await watching.entities('vault sockets')
  expect(group?.entities).toHaveLength(1)
  const garbage = await connected(port)
  garbage.write('this is no handshake\r\n\r\n')
  silent.destroy()
  await watching.until('pending.vault.handshakes', 0)
  await watching.until('clients.vault', 1)
  one.destroy()
  await watching.until('clients.vault', 0)
})

test('A server of node:https tells requests as one of node:http does, and handshakes besides.', async () => {
  const answers: (() => void)[] = []
  const server = createHttps(SECRETS, (request, response) => {
    request.resume()
    answers.push(() => response.end('done'))
  })
  const port = await watched(server, 'shop')
  const asked = get({ port, host: '127.0.0.1', path: '/a?b=c', ca: LOCALHOST_CERTIFICATE, servername: 'localhost' })
  await secure(port)
  await connected(port)
  await watching.until('pending.shop', 1)
  await watching.until('pending.shop.handshakes', 1)
  const group = await watching.entities('shop sockets')
  expect(group?.entities.map(({ label }) => label?.split(' ').slice(1).join(' ')).toSorted()).toEqual(['', 'GET /a'])
  answers[0]?.()
  const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream]
  response.resume()
  await watching.until('pending.shop', 0)
})

test('A server of node:http2 tells its streams as requests, and those that sit half received.', async () => {
  const answers: (() => void)[] = []
  const server = createHttp2((request, response) => {
    request.resume()
    if (request.url === '/quick') response.end('quick')
    else answers.push(() => response.end('slow'))
  })
  const port = await watched(server, 'rpc')
  // It counts the requests of the whole process, so those of the tests before as well.
  let before = Number.NaN
  await watching.until('load.requests', (count) => (before = count) >= 0)
  const client = await session(`http://127.0.0.1:${port}`)
  for (const path of ['/slow?key=secret', '/slow']) client.request({ ':path': path }).resume()
  const quick = client.request({ ':path': '/quick' }).resume()
  const half = client.request({ ':path': '/half', ':method': 'POST' }).resume()
  half.write('some of it')
  await once(quick, 'close')
  await watching.until('pending.rpc', 3)
  await watching.until('clients.rpc', 1)
  await watching.until('load.requests', before + 4)
  const group = await watching.entities('rpc streams')
  expect(group?.entities.map(({ label }) => label).toSorted()).toEqual(['GET /slow', 'GET /slow', 'POST /half'])
  await watching.until('pending.rpc.half', 1)
  half.end('the rest')
  await watching.until('pending.rpc.half', 0)
  for (const answer of answers) answer()
  await watching.until('pending.rpc', 0)
  client.destroy()
  await watching.until('clients.rpc', 0)
})

test('A server of HTTP/2 over TLS that serves HTTP/1 too tells both in one number, and handshakes besides.', async () => {
  const answers: (() => void)[] = []
  const server = createSecureServer({ ...SECRETS, allowHTTP1: true }, (request, response) => {
    request.resume()
    answers.push(() => response.end('done'))
  })
  const port = await watched(server, 'both')
  const client = await session(`https://127.0.0.1:${port}`)
  client.request({ ':path': '/two' }).resume()
  const old = await secure(port, ['http/1.1'])
  old.write('GET /one HTTP/1.1\r\nHost: here\r\n\r\n')
  await connected(port)
  await watching.until('pending.both', 2)
  await watching.until('clients.both', 3)
  await watching.until('pending.both.handshakes', 1)
  for (const answer of answers) answer()
  await watching.until('pending.both', 0)
  expect(watching.latest('pending.both.half')).toBe(0)
})

test('A server that is watched no more has no listener of the agent left.', () => {
  const servers = [createTls(SECRETS), createHttps(SECRETS), createHttp2(), createSecureServer(SECRETS)]
  const listeners = (): number[][] =>
    servers.map((server) => ['connection', 'secureConnection', 'stream'].map((name) => server.listenerCount(name)))
  const before = listeners()
  const registrations = servers.map((server) => watch(server))
  expect(registrations.map(({ name }) => name)).toEqual(['tls', 'http', 'http2', 'http2_2'])
  expect(listeners()).not.toEqual(before)
  for (const registration of registrations) registration.remove()
  expect(listeners()).toEqual(before)
})
