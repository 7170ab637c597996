/** Who asks the hub for much over HTTP and does not read it: what that costs the hub, and whom it must not hit. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SeriesDeclaration } from '../protocol/agent-wire'
import { PATIENCE } from './patience'
import { framesOf, helloOf, TestAgent } from './testing/test-agent'
import { startTestHub, type TestHub } from './testing/test-hub'
import { TestViewer } from './testing/test-viewer'

const WITHIN_MS = 2_500
const START_MS = Date.now() - 12 * 3_600_000
const WIDTH = 100
const SERIES = Array.from({ length: WIDTH }, (_, n): SeriesDeclaration => ({
  name: `s.${n}`,
  kind: 'gauge',
  unit: 'count',
}))
const MESSAGES = 10
/** How long the history takes for an answer: nothing but what it takes, unless a test says so. */
let madeWithinMs = 0

let hub: TestHub
let agent: TestAgent
let path: string
const sockets: Socket[] = []

beforeEach(async () => {
  madeWithinMs = 0
  hub = await startTestHub({
    patience: { ...PATIENCE, answerTakenWithinMs: WITHIN_MS },
    wrapStore: (store) => {
      const seriesJson = store.seriesJson.bind(store)
      store.seriesJson = async (query) => {
        await new Promise((resolve) => setTimeout(resolve, madeWithinMs))
        return seriesJson(query)
      }
      return store
    },
  })
  agent = new TestAgent(hub.address)
  const hello = await agent.hello(helloOf({}, SERIES))
  for (let at = 0; at < MESSAGES; at++)
    expect(await agent.frames(...framesOf(START_MS, at * 600 + 1, (at + 1) * 600, WIDTH))).toMatchObject({ ok: true })
  const names = SERIES.map(({ name }) => `name=${name}`).join('&')
  path = `/api/v1/processes/${hello.ok ? hello.process : ''}/series?${names}&fromMs=0&toMs=4000000000000`
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  agent.close()
  await hub.end()
})

/** Asks for all of it, and reads what `readBytes` says at a time; nothing without. */
function ask(onread?: { buffer: Buffer; callback: (bytes: number) => boolean }): Socket {
  const { hostname, port } = new URL(hub.address)
  const socket = connect({ port: Number(port), host: hostname, ...(onread ? { onread } : {}) })
  socket.on('error', () => undefined)
  if (!onread) socket.pause()
  socket.write(`GET ${path} HTTP/1.1\r\nHost: hub\r\n\r\n`)
  sockets.push(socket)
  return socket
}

function arrayBuffersAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().arrayBuffers
}

async function metric(name: string): Promise<number> {
  const { body } = await hub.get('/metrics', { connection: 'close' })
  return Number(new RegExp(`^tidemark_hub_${name} (\\S+)$`, 'mu').exec(String(body))?.[1])
}

it('who never reads is closed, what waited is let go and counted, and agents notice nothing', async () => {
  const before = await metric('connections')
  ask()
  ask()
  await expect.poll(() => metric('unread_bytes'), { timeout: 10_000 }).toBeGreaterThan(20_000_000)
  const held = process.memoryUsage().arrayBuffers
  await expect.poll(() => metric('dropped_answers_total'), { timeout: 10_000 }).toBe(2)
  expect(await metric('unread_bytes')).toBeLessThan(100_000)
  expect(await metric('connections')).toBe(before)
  await expect.poll(() => held - arrayBuffersAfterCollection(), { timeout: 10_000 }).toBeGreaterThan(20_000_000)
  expect(await agent.frames(...framesOf(START_MS, 6_001, 6_001, WIDTH))).toEqual({ ok: true, durable: 6_001 })
}, 30_000)

it('who reads a kilobyte at a time gets all of it, however long it takes', async () => {
  const whole = (await (await fetch(`${hub.address}${path}`)).arrayBuffer()).byteLength
  expect(whole).toBeGreaterThan(10_000_000)
  const bytesAMs = whole / (3 * WITHIN_MS)
  const startMs = performance.now()
  const text: string[] = []
  let came = 0
  const buffer = Buffer.alloc(1_024)
  const socket = ask({
    buffer,
    callback: (bytes) => {
      came += bytes
      text.push(buffer.toString('latin1', 0, bytes))
      const aheadMs = came / bytesAMs - (performance.now() - startMs)
      if (aheadMs > 0) setTimeout(() => socket.resume(), aheadMs)
      return aheadMs <= 0
    },
  })
  const body = () => text.join('').split('\r\n\r\n')[1] ?? ''
  await expect.poll(() => came, { timeout: 40_000, interval: 100 }).toBeGreaterThan(whole)
  expect(performance.now() - startMs).toBeGreaterThan(2 * WITHIN_MS)
  expect(body()).toHaveLength(whole)
  const { series } = JSON.parse(body()) as { series: { points: unknown[] }[] }
  expect(series.map(({ points }) => points.length)).toEqual(SERIES.map(() => MESSAGES * 600))
  expect(await metric('dropped_answers_total')).toBe(0)
}, 60_000)

it('an answer that takes the hub long, a body that comes slowly, and websockets on which nothing comes are left alone', async () => {
  const viewer = new TestViewer(hub.address)
  await viewer.watch({})
  madeWithinMs = 2 * WITHIN_MS
  const made = fetch(`${hub.address}${path}`)
  const slow = connect(Number(new URL(hub.address).port), '127.0.0.1')
  sockets.push(slow)
  const body = JSON.stringify({ kind: 'note', title: 'written slowly' })
  slow.write(
    `POST /api/v1/annotations HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  for (const letter of body) {
    slow.write(letter)
    await new Promise((resolve) => setTimeout(resolve, (2 * WITHIN_MS) / body.length))
  }
  expect(String((await once(slow, 'data'))[0])).toMatch(/^HTTP\/1\.1 201 /u)
  const answer = await made
  expect(answer.status).toBe(200)
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(10_000_000)
  expect([viewer.socket.connected, agent.socket.connected]).toEqual([true, true])
  expect(await metric('dropped_answers_total')).toBe(0)
  viewer.close()
}, 30_000)
