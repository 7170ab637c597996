/** An agent's bytes as networks and proxies hand them on: cut anywhere, glued together, in fragments. All is taken, once and in order. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { websocketFrame } from '../ingest/testing/websocket-frame'
import type { SeriesPoints } from '../protocol/http-api'
import { helloOf } from './testing/test-agent'
import { startTestHub, type TestHub } from './testing/test-hub'

const START_MS = Date.now() - 600_000
const FRAMES = 6

let hub: TestHub
let wire: Socket
let heard = ''

beforeEach(async () => {
  hub = await startTestHub()
  heard = ''
  const { hostname, port } = new URL(hub.address)
  wire = connect(Number(port), hostname)
  wire.setNoDelay()
  wire.setEncoding('latin1')
  wire.on('data', (some: string) => (heard += some))
  wire.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  await until(() => heard.includes('"sid"'))
  wire.write(framed('40/agent,'))
  await until(() => heard.includes('40/agent,'))
  wire.write(framed(`42/agent,0["hello",${JSON.stringify(helloOf())}]`))
  await until(() => heard.includes('43/agent,0['))
})
afterEach(async () => {
  wire.destroy()
  await hub.end()
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await once(wire, 'data')
}

const framed = (text: string, opcode = 1, isFinal = true) =>
  websocketFrame({ payload: Buffer.from(text), opcode, isFinal })

const messageOf = (seq: number) =>
  `42/agent,${seq}["frames",${JSON.stringify({ frames: [{ seq, atMs: START_MS + seq * 1_000, values: [seq * 10, seq] }] })}]`

const all = Array.from({ length: FRAMES }, (_, n) => messageOf(n + 1))

/** A part alone in its chunk, as far as a loopback lets one have it so. */
async function sendApart(parts: Buffer[]): Promise<void> {
  for (const part of parts) {
    wire.write(part)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const cutAt = (bytes: Buffer, ...places: number[]) =>
  [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length))

it.each<[string, () => Promise<void>]>([
  ['each in a chunk of its own', () => sendApart(all.map((one) => framed(one)))],
  ['all in one', () => sendApart([Buffer.concat(all.map((one) => framed(one)))])],
  [
    'two and two and a half',
    () =>
      sendApart(
        cutAt(
          Buffer.concat(all.map((one) => framed(one))),
          framed(all[0] ?? '').length * 2,
          framed(all[0] ?? '').length * 4 + 50,
        ),
      ),
  ],
  ['cut in their headers', () => sendApart(all.flatMap((one) => cutAt(framed(one), 1, 3)))],
  ['cut in their text', () => sendApart(all.flatMap((one) => cutAt(framed(one), 40)))],
  [
    'the end of one with all of the next',
    async () => {
      const [first, ...rest] = all.map((one) => framed(one)) as [Buffer, ...Buffer[]]
      const [head, tail] = cutAt(first, 30) as [Buffer, Buffer]
      await sendApart([head, Buffer.concat([tail, ...rest])])
    },
  ],
  [
    'in fragments, with a ping between them',
    () =>
      sendApart(
        all.flatMap((one) => [framed(one.slice(0, 20), 1, false), framed('', 9), framed(one.slice(20), 0, true)]),
      ),
  ],
  [
    'a whole one after a first fragment, which is no way to go on: the connection ends, and what came before stays',
    async () => {
      await sendApart([...all.slice(0, 5).map((one) => framed(one)), framed(all[5]?.slice(0, 20) ?? '', 1, false)])
      await until(() => heard.includes('43/agent,5['))
      await sendApart([framed(all[5] ?? '')])
      if (!wire.closed) await once(wire, 'close')
    },
  ],
])('%s', async (_, send) => {
  await send()
  const kept = wire.closed ? FRAMES - 1 : FRAMES
  await until(() => wire.closed || heard.includes(`43/agent,${kept}[`))
  const range = `fromMs=0&toMs=${Date.now() + 86_400_000}`
  const { body } = await hub.get(`/api/v1/processes/gateway.host-a~2f0/series?name=memory.rss&${range}`)
  const { points } = (body as { series: SeriesPoints[] }).series[0] ?? { points: [] }
  expect(points).toEqual(Array.from({ length: kept }, (__, n) => [START_MS + (n + 1) * 1_000, (n + 1) * 10]))
  const acks = [...heard.matchAll(/43\/agent,([1-9]\d*)\[/gu)].map(([, seq]) => Number(seq))
  expect(acks.toSorted((a, b) => a - b)).toEqual(Array.from({ length: kept }, (__, n) => n + 1))
})
