/** Bodies, route by route, as the hub itself tells which there are: one that is too large, and one of which the half comes. */
import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { PATIENCE } from '../patience'
import { startTestHub, type TestHub } from '../testing/test-hub'
import type { RouteRule } from './route-access'

const LIMIT_BYTES = 1_048_576
const WITHIN_MS = 1_000
/** It gives an upload as long as it takes, and bounds what it keeps by itself. */
const isUpload = ({ access }: RouteRule) => access === 'upload'

let hub: TestHub
const routes: RouteRule[] = []
const sockets: Socket[] = []

beforeAll(async () => {
  hub = await startTestHub({
    onRoute: (route) => routes.push(route),
    patience: { ...PATIENCE, requestWithinMs: WITHIN_MS, checkEveryMs: 50 },
  })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})
afterAll(() => hub.end())

const withBody = () => routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))

/** Says `text` to a route; answers what came back until the hub closed, or until `isEnough` holds of it. */
async function say(
  { method, url }: RouteRule,
  text: string,
  isEnough: (came: string) => boolean = () => false,
): Promise<{ came: string; afterMs: number }> {
  const { hostname, port } = new URL(hub.address)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  const startMs = performance.now()
  const path = url.replaceAll(/:\w+/gu, 'x').replace('*', 'x')
  let came = ''
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined).once('close', () => resolve())
    socket.on('data', (piece: Buffer) => {
      came += piece.toString()
      if (isEnough(came)) resolve()
    })
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n${text}`)
  })
  return { came, afterMs: performance.now() - startMs }
}

const named = ({ method, url }: RouteRule) => `${method} ${url}`

it('there are routes that take a body, and one of them is an upload', () => {
  expect(withBody().length).toBeGreaterThan(30)
  expect(withBody().filter(isUpload).map(named)).toEqual(['PUT /api/v1/captures/:id/content'])
})

it('each answers 413 in words to a body that says that it is too large, before any of it came', async () => {
  const answers = await Promise.all(
    withBody().map(async (route) => {
      const text = `Content-Length: ${LIMIT_BYTES + 1}\r\n\r\n`
      const { came } = await say(route, text, (so) => so.includes('\r\n\r\n') && so.endsWith('}'))
      return [named(route), came.slice(9, 12), /"code":"(\w+)"/u.exec(came)?.[1]]
    }),
  )
  const wanted = withBody().map((route) =>
    isUpload(route) ? [named(route), '401', 'unauthorized'] : [named(route), '413', 'too_large'],
  )
  expect(answers).toEqual(wanted)
})

it('each answers 413 to a body that does not say how large it is, and becomes too large', async () => {
  const piece = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
  const body = `1\r\n"\r\n${piece.repeat(LIMIT_BYTES / 65_536)}`
  for (const route of withBody().filter((one) => !isUpload(one))) {
    const { came } = await say(route, `Transfer-Encoding: chunked\r\n\r\n${body}`, (so) => so.endsWith('}'))
    expect([named(route), came.slice(9, 12), /"code":"(\w+)"/u.exec(came)?.[1]]).toEqual([
      named(route),
      '413',
      'too_large',
    ])
  }
})

it('each is closed where half of a body comes, once its time is over and not before', async () => {
  const ended = await Promise.all(
    withBody()
      .filter((route) => !isUpload(route))
      .map(async (route) => ({ route, ...(await say(route, 'Content-Length: 9\r\n\r\n{')) })),
  )
  for (const { route, came, afterMs } of ended) {
    expect([named(route), came.startsWith('HTTP/1.1 2')]).toEqual([named(route), false])
    expect(afterMs, named(route)).toBeGreaterThan(WITHIN_MS - 100)
  }
  expect((await hub.get('/healthz')).status).toBe(200)
})
