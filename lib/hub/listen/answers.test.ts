/** Real connections of a server whose answers are watched; its looks come by hand, so that time is what the test says. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../notify/testing/localhost-certificate'
import { type Answers, boundAnswers, LOOK_EVERY_MS } from './answers'

/** More than the system takes for somebody who reads nothing. */
const BYTES = 16_000_000
const LIMITS = { takenWithinMs: 10_000, bytes: 10 * BYTES, atOnce: 4 }
const ASK = 'GET / HTTP/1.1\r\nHost: hub\r\n\r\n'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp()
})

interface Scene {
  answers: Answers
  counts: { droppedAnswers: number }
  /** On the server's side, in the order in which they came. */
  sockets: Socket[]
  ask(text?: string): Socket
  /** Looks as often as the hub does, until `toMs` of the time that looks are told. */
  lookUntil(toMs: number): void
}

async function serve(
  limits = LIMITS,
  isTls = false,
  answerWith: RequestListener = large,
  onUpgrade?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<Scene> {
  const secrets = { cert: LOCALHOST_CERTIFICATE, key: LOCALHOST_KEY }
  const server = (isTls ? createTlsServer(secrets, answerWith) : createServer(answerWith)) as Server
  if (onUpgrade) server.on('upgrade', onUpgrade)
  const counts = { droppedAnswers: 0 }
  const answers = boundAnswers(server, limits, counts)
  const sockets: Socket[] = []
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => sockets.push(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  let nowMs = 0
  return {
    answers,
    counts,
    sockets,
    ask: (text = ASK) => {
      const where = { port, host: '127.0.0.1' }
      const socket = isTls ? connectTls({ ...where, rejectUnauthorized: false }) : connect(where)
      socket.on('error', () => undefined)
      socket.pause()
      socket.write(text)
      cleanUps.push(() => socket.destroy())
      return socket
    },
    lookUntil: (toMs) => {
      for (; nowMs <= toMs; nowMs += LOOK_EVERY_MS) answers.look(nowMs)
    },
  }
}

const large: RequestListener = (_request, answer) => void answer.end(Buffer.alloc(BYTES))

/** Until the system has taken what it can. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 300))

/** Takes what comes, until so much came. */
async function read(socket: Socket, bytes: number): Promise<void> {
  let came = 0
  await new Promise<void>((resolve) => {
    socket.on('data', (piece: Buffer) => {
      came += piece.length
      if (came < bytes) return
      socket.pause()
      resolve()
    })
    socket.resume()
  })
  socket.removeAllListeners('data')
  await settled()
}

/** Until what the server has for each of them stands still. */
async function standing({ answers }: Scene, peers: number): Promise<void> {
  await expect.poll(() => answers.waitingBytes(), { timeout: 10_000 }).toBeGreaterThanOrEqual(peers * BYTES)
  await settled()
}

describe.each([
  ['plain', false],
  ['TLS', true],
])('over %s', (_name, isTls) => {
  it('who takes nothing of its answer for so long is closed, and its bytes are let go', async () => {
    const scene = await serve(LIMITS, isTls)
    scene.ask()
    await standing(scene, 1)
    scene.lookUntil(LIMITS.takenWithinMs - LOOK_EVERY_MS)
    expect(scene.sockets[0]?.destroyed).toBe(false)
    scene.lookUntil(LIMITS.takenWithinMs + LOOK_EVERY_MS)
    expect(scene.sockets[0]?.destroyed).toBe(true)
    expect(scene.counts).toEqual({ droppedAnswers: 1 })
    expect(scene.answers.waitingBytes()).toBe(0)
  })

  it('who takes a part of it has as long again, and one that took all is not looked at any more', async () => {
    const scene = await serve(LIMITS, isTls)
    const peer = scene.ask()
    await standing(scene, 1)
    for (let part = 1; part <= 3; part++) {
      scene.lookUntil(part * 0.9 * LIMITS.takenWithinMs)
      await read(peer, 4_000_000)
    }
    scene.lookUntil(3.6 * LIMITS.takenWithinMs)
    expect(scene.sockets[0]?.destroyed).toBe(false)
    peer.resume()
    await expect.poll(() => scene.answers.waitingBytes(), { timeout: 10_000 }).toBe(0)
    scene.lookUntil(9 * LIMITS.takenWithinMs)
    expect(scene.sockets[0]?.destroyed).toBe(false)
    expect(scene.counts).toEqual({ droppedAnswers: 0 })
  })
})

it('an answer that is still made, and a request that is still received, take as long as they take', async () => {
  const scene = await serve(LIMITS, false, (request, answer) => {
    if (request.method === 'GET') return
    request.resume().once('end', () => answer.end())
  })
  scene.ask()
  const sender = scene.ask('PUT / HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\n\r\n')
  await expect.poll(() => scene.sockets.length).toBe(2)
  for (let at = 1; at <= 5; at++) {
    sender.write('x')
    scene.lookUntil(at * 2 * LIMITS.takenWithinMs)
  }
  expect(scene.sockets.map(({ destroyed }) => destroyed)).toEqual([false, false])
})

it('a loop that did not look for a minute holds that against nobody', async () => {
  const scene = await serve()
  scene.ask()
  await standing(scene, 1)
  for (const nowMs of [0, 60_000, 120_000]) scene.answers.look(nowMs)
  expect(scene.sockets[0]?.destroyed).toBe(false)
})

it('where all together are too many, those that stand still go, the longest first, and who reads stays', async () => {
  const scene = await serve({ ...LIMITS, bytes: 2.5 * BYTES })
  const reader = scene.ask()
  await standing(scene, 1)
  scene.ask()
  await standing(scene, 2)
  scene.lookUntil(2_000)
  expect(scene.answers.hasRoom(2_000)).toBe(true)
  await read(reader, 4_000_000)
  scene.ask()
  await standing(scene, 3)
  expect(scene.answers.hasRoom(2_250)).toBe(true)
  expect(scene.sockets.map(({ destroyed }) => destroyed)).toEqual([false, true, false])
  expect(scene.counts).toEqual({ droppedAnswers: 1 })
})

it('who asks again and again before it is answered is closed', async () => {
  const scene = await serve(LIMITS, false, () => undefined)
  const patient = scene.ask(ASK.repeat(LIMITS.atOnce))
  await expect.poll(() => scene.sockets.length).toBe(1)
  const greedy = scene.ask(ASK.repeat(LIMITS.atOnce + 1))
  greedy.resume()
  await new Promise((resolve) => greedy.once('close', resolve))
  expect(scene.counts).toEqual({ droppedAnswers: 1 })
  expect(patient.destroyed).toBe(false)
})

it('answers that wait behind others of the same connection count', async () => {
  const scene = await serve()
  scene.ask(ASK.repeat(3))
  await standing(scene, 3)
  expect(scene.answers.waitingBytes()).toBeGreaterThan(2.9 * BYTES)
})

it('a connection that was upgraded has bounds of its own', async () => {
  const scene = await serve(LIMITS, false, large, (_request, socket) => {
    socket.on('error', () => undefined)
    socket.write(Buffer.alloc(BYTES))
  })
  scene.ask('GET / HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  await expect.poll(() => scene.sockets[0]?.writableLength).toBe(BYTES)
  scene.lookUntil(5 * LIMITS.takenWithinMs)
  expect(scene.sockets[0]?.destroyed).toBe(false)
  expect(scene.answers.waitingBytes()).toBe(0)
})
