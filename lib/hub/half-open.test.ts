/** Connections that say nothing, or half of something, are closed; the patience is short here, and below a minute in earnest. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { io } from 'socket.io-client'
import { PATIENCE } from './patience'
import { helloOf, TestAgent } from './testing/test-agent'
import { startTestHub, type TestHub } from './testing/test-hub'

/** Far above the patience that is set below, and below what a websocket would wait by itself. */
const WITHIN = { timeout: 20_000 }

let hub: TestHub
let honest: TestAgent

beforeEach(async () => {
  hub = await startTestHub({
    patience: {
      namespaceWithinMs: 300,
      helloWithinMs: 300,
      pingEveryMs: 200,
      // The honest agent shares this machine with whatever else is tested on it.
      pongWithinMs: 2_000,
      goodbyeWithinMs: 100,
      handshakeWithinMs: 200,
      headersWithinMs: 200,
      requestWithinMs: 300,
      checkEveryMs: 50,
      answerTakenWithinMs: 30_000,
    },
  })
  honest = new TestAgent(hub.address)
  await honest.hello(helloOf({ service: 'honest' }))
})
afterEach(async () => {
  expect(honest.socket.connected).toBe(true)
  honest.close()
  await hub.end()
})

function rawConnection(text: string): Socket {
  const { hostname, port } = new URL(hub.address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.resume()
  if (text) socket.write(text)
  return socket
}

const upgrade = (query: string) =>
  `GET /socket.io/?EIO=4&transport=websocket${query} HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

it.each([
  ['a connection that sends nothing', ''],
  ['half a request line', 'GET /healt'],
  ['headers without an end', 'GET /healthz HTTP/1.1\r\nHost: hub\r\nX-Slow: 1\r\n'],
  [
    'a body that does not come',
    'POST /api/v1/x HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  ],
  [
    'an upgrade to something else',
    'GET /else HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ],
  ['a websocket that never says its namespace', upgrade('')],
  ['a websocket of a session that is not there', upgrade('&sid=nobody')],
])('%s is closed', WITHIN, async (_what, text) => {
  await once(rawConnection(text), 'close')
})

it('a websocket that says its namespace, and then answers no ping, is closed', WITHIN, async () => {
  const socket = rawConnection(upgrade(''))
  // A masked text frame with the packet `40/agent,`.
  const packet = Buffer.from('40/agent,')
  setTimeout(() => socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | packet.length, 0, 0, 0, 0]), packet])), 50)
  await once(socket, 'close')
})

it('an agent that connects and does not say hello is closed, and so is a polling one that does not poll', async () => {
  const silent = new TestAgent(hub.address)
  expect(await silent.closed).toMatch(/^transport/u)
  const response = await fetch(`${hub.address}/socket.io/?EIO=4&transport=polling`)
  const sid = /"sid":"([^"]+)"/u.exec(await response.text())?.[1]
  await expect
    .poll(async () => (await fetch(`${hub.address}/socket.io/?EIO=4&transport=polling&sid=${sid}`)).status, {
      interval: 700,
      timeout: 10_000,
    })
    .toBe(400)
})

it('a refused connection is closed, too', async () => {
  const wrong = io(`${hub.address}/nowhere`, { transports: ['websocket'], reconnection: false, forceNew: true })
  wrong.on('connect_error', () => undefined)
  await new Promise((resolve) => wrong.io.on('close', resolve))
})

it('W6: in earnest all of it takes less than a minute', () => {
  const { checkEveryMs, headersWithinMs, requestWithinMs, pingEveryMs, pongWithinMs, goodbyeWithinMs, ...others } =
    PATIENCE
  expect(Math.max(headersWithinMs, requestWithinMs) + checkEveryMs).toBeLessThan(60_000)
  expect(pingEveryMs + pongWithinMs + goodbyeWithinMs).toBeLessThan(60_000)
  expect(Math.max(...Object.values(others)) + goodbyeWithinMs).toBeLessThan(60_000)
})
