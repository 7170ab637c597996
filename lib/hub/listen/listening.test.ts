/** The hub's port under TLS, under those who stand at it and say nothing, and where a connection cannot be accepted. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { request } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../config'
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../notify/testing/localhost-certificate'
import { PATIENCE } from '../patience'
import { helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { startCounts } from '../metrics/counts'
import { retryAccepting } from './accepting'
import { guardListening } from './listening'

let folder: string
let files: { certFile: string; keyFile: string }
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-tls-'))
  files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  writeFileSync(files.certFile, LOCALHOST_CERTIFICATE)
  writeFileSync(files.keyFile, LOCALHOST_KEY)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = (hub: TestHub): Socket => {
  const socket = connect(Number(new URL(hub.address).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  return socket
}

describe('with certificate files', () => {
  it('it serves browsers and agents over TLS, and tells browsers to stay with it', async () => {
    const hub = await startTestHub({ config: { tls: files } })
    expect(hub.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/u)
    const answer = await new Promise<{ status: number | undefined; hsts: unknown }>((resolve, reject) => {
      const options = { ca: LOCALHOST_CERTIFICATE, servername: 'localhost' }
      request(`${hub.address}/healthz`, options, ({ statusCode, headers }) =>
        resolve({ status: statusCode, hsts: headers['strict-transport-security'] }),
      )
        .on('error', reject)
        .end()
    })
    expect(answer).toEqual({ status: 200, hsts: 'max-age=31536000' })
    const agent = new TestAgent(hub.address, { rejectUnauthorized: false })
    expect(await agent.hello(helloOf())).toMatchObject({ ok: true })
    agent.close()
    await hub.end()
  })

  it('who stops half way through the handshake, or speaks no TLS, is closed', async () => {
    const hub = await startTestHub({ config: { tls: files }, patience: { ...PATIENCE, handshakeWithinMs: 200 } })
    const silent = open(hub)
    const half = open(hub)
    half.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]))
    const plain = open(hub)
    plain.write('GET / HTTP/1.1\r\nHost: hub\r\n\r\n')
    await Promise.all([silent, half, plain].map((socket) => once(socket, 'close')))
    await hub.end()
  })

  it.each([
    [{ tlsCert: 'cert' }, /^--tls-cert is set and TIDEMARK_TLS_KEY is not; .*\.$/u],
    [
      { tlsCert: 'cert', tlsKey: 'nowhere.pem' },
      /^--tls-key .*nowhere\.pem cannot be used: there is no such file; .*\.$/u,
    ],
    [{ tlsCert: 'key', tlsKey: 'key' }, /^--tls-cert .*key\.pem cannot be used: .*\.$/u],
  ])('%j is refused with a sentence', (flags, sentence) => {
    const named = Object.fromEntries(
      Object.entries(flags).map(([flag, name]) => [flag, join(folder, name.includes('.') ? name : `${name}.pem`)]),
    )
    const read = readConfig(named, {})
    expect(read.ok ? '' : read.message).toMatch(sentence)
  })
})

it('who stands at the door and says nothing makes room for who does, the longest first', async () => {
  const hub = await startTestHub({ config: { maxAgents: 1 } })
  const honest = new TestAgent(hub.address)
  await honest.hello(helloOf({ service: 'honest' }))
  // More than half of all connections that this hub takes.
  const silent = Array.from({ length: 1_020 }, () => open(hub))
  await once(silent[0] as Socket, 'close')
  expect((await hub.get('/healthz')).status).toBe(200)
  expect(String((await hub.get('/metrics')).body)).toMatch(/^tidemark_hub_dropped_connections_total [1-9]/mu)
  expect(honest.socket.connected).toBe(true)
  for (const socket of silent) socket.destroy()
  honest.close()
  await hub.end()
})

it('where a connection cannot be accepted the door is shut for a moment, what is open goes on, and it is counted', async () => {
  const server = createServer((_request, response) => response.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const counts = { acceptErrors: 0 }
  const told: string[] = []
  const away: string[] = []
  const stop = retryAccepting(server, {
    counts,
    where: { port, host: '127.0.0.1' },
    pauseMs: 300,
    onTrouble: (message) => told.push(message),
    onTurnedAway: (reason) => away.push(reason),
  })
  const before = connect(port, '127.0.0.1')
  await once(before, 'connect')
  server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }))
  server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }))
  expect(server.listening).toBe(false)
  before.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(String((await once(before, 'data'))[0])).toContain('here')
  await once(server, 'listening')
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here')
  expect(counts.acceptErrors).toBe(2)
  expect(told).toHaveLength(2)
  expect(away[1]).toBe(
    'a connection could not be accepted (EMFILE): the system has no more to give; LimitNOFILE of its service, or ulimit -n, raises what it may have open.',
  )
  stop()
  before.destroy()
  server.closeAllConnections()
  server.close()
})

it('one connection more than there may be is closed, and what is told says by what they are bounded', async () => {
  const server = createServer((_request, response) => response.end('here'))
  const away: string[] = []
  // Others than agents may have 2,000.
  const config = { host: '127.0.0.1', maxAgents: 70 - 2_000, trustedProxies: [] }
  guardListening(server, {
    config,
    counts: startCounts(),
    answerTakenWithinMs: 45_000,
    memoryBytes: 1e9,
    onTrouble: () => undefined,
    onTurnedAway: (reason) => away.push(reason),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const there = Array.from({ length: 70 }, () => connect(port, '127.0.0.1'))
  // Those who say nothing are bounded by themselves.
  for (const socket of there) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await Promise.all(there.map((socket) => once(socket, 'data')))
  // Who does not read does not see that it is closed.
  await once(connect(port, '127.0.0.1').resume(), 'close')
  expect(away).toEqual(['70 connections are open, as many as the hub takes; TIDEMARK_MAX_AGENTS raises that.'])
  for (const socket of there) socket.destroy()
  server.close()
})
