/** `/api/v1` as the contract has it, over a real hub with real frames. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeriesPoints } from '../../protocol/http-api'
import { framesOf, helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { detailSchema, pointsSchema, processesSchema } from './schemas'

const START_MS = Math.floor((Date.now() - 3_600_000) / 10_000) * 10_000
const ID = 'gateway.host-a~2f0'

let hub: TestHub
let agent: TestAgent

beforeAll(async () => {
  hub = await startTestHub()
  agent = new TestAgent(hub.address)
  await agent.hello(helloOf({ version: '1.4.2', labels: { zone: 'a' }, limits: { heapBytes: 1e9 } }))
  const frames = framesOf(START_MS - 1_000, 1, 30)
  const last = frames.at(-1)
  if (last) last.values[1] = null
  await agent.frames(...frames)
})
afterAll(async () => {
  agent.close()
  await hub.end()
})

const seriesPath = (query: string) => `/api/v1/processes/${ID}/series?${query}`

describe('GET /api/v1/processes', () => {
  it('lists each process with its life, state, flags as words, and the newest value of each series', async () => {
    const { status, body } = await hub.get('/api/v1/processes')
    expect(status).toBe(200)
    processesSchema.parse(body)
    expect(body).toEqual({
      processes: [
        expect.objectContaining({
          id: ID,
          service: 'gateway',
          instance: 'host-a/0',
          host: 'host-a',
          pid: 4711,
          boot: 'boot-1',
          runtime: 'node v20.20.2',
          version: '1.4.2',
          labels: { zone: 'a' },
          limits: { heapBytes: 1e9 },
          state: 'live',
          lives: 1,
          lastFrameAtMs: START_MS + 29_000,
          flags: [],
          flagDetails: [],
          series: [
            { name: 'memory.rss', kind: 'memory', unit: 'bytes', latest: 300, verdict: 'collecting' },
            { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 1_000, latest: null, verdict: 'collecting' },
          ],
        }),
      ],
    })
  })
})

describe('GET /api/v1/processes/:id', () => {
  it('answers one process with a full verdict for each series', async () => {
    const { status, body } = await hub.get(`/api/v1/processes/${ID}`)
    expect(status).toBe(200)
    const detail = detailSchema.parse(body)
    expect(detail.series.map(({ name, verdict }) => [name, verdict.verdict, verdict.unit])).toEqual([
      ['memory.rss', 'collecting', 'bytes'],
      ['pool.mesh', 'collecting', 'count'],
    ])
  })

  it.each(['nobody', 'a'.repeat(3_000), '__proto__', '%00'])(
    'says of the id %s that there is no such process',
    async (id) => {
      const { status, body } = await hub.get(`/api/v1/processes/${id}`)
      expect(status).toBe(404)
      expect(body).toMatchObject({ error: { code: 'unknown_process', message: expect.stringMatching(/\.$/u) } })
    },
  )
})

describe('GET /api/v1/processes/:id/series', () => {
  it('answers raw points with their exact times and values, both ends included', async () => {
    const { status, body } = await hub.get(
      seriesPath(`name=memory.rss&name=pool.mesh&fromMs=${START_MS + 27_000}&toMs=${START_MS + 29_000}`),
    )
    expect(status).toBe(200)
    pointsSchema.parse(body)
    expect(body).toEqual({
      series: [
        {
          name: 'memory.rss',
          unit: 'bytes',
          stepMs: 0,
          points: [
            [START_MS + 27_000, 280],
            [START_MS + 28_000, 290],
            [START_MS + 29_000, 300],
          ],
        },
        {
          name: 'pool.mesh',
          unit: 'count',
          stepMs: 0,
          points: [
            [START_MS + 27_000, 281],
            [START_MS + 28_000, 291],
            [START_MS + 29_000, null],
          ],
        },
      ],
    })
  })

  it('answers min, mean and max of each step', async () => {
    const { body } = await hub.get(
      seriesPath(`name=memory.rss&fromMs=${START_MS}&toMs=${START_MS + 19_999}&stepMs=10000`),
    )
    pointsSchema.parse(body)
    expect(body).toMatchObject({
      series: [
        {
          stepMs: 10_000,
          points: [
            [START_MS, 10, 55, 100],
            [START_MS + 10_000, 110, 155, 200],
          ],
        },
      ],
    })
  })

  it('answers a range in which nothing came with no points', async () => {
    const { status, body } = await hub.get(seriesPath('name=memory.rss&fromMs=0&toMs=1000'))
    expect(status).toBe(200)
    expect(body).toMatchObject({ series: [{ name: 'memory.rss', points: [] }] })
  })

  it.each([
    ['fromMs=0&toMs=1', 'name is missing'],
    ['name=memory.rss&toMs=1', 'fromMs is missing'],
    ['name=memory.rss&fromMs=0', 'toMs is missing'],
    ['name=memory.rss&fromMs=yesterday&toMs=1', 'fromMs must be whole milliseconds; "yesterday" came.'],
    ['name=memory.rss&fromMs=0&toMs=1.5', 'toMs must be whole milliseconds; "1.5" came.'],
    ['name=memory.rss&fromMs=2&toMs=1', 'fromMs must not be after toMs.'],
    ['name=memory.rss&fromMs=0&toMs=1&stepMs=0', 'stepMs must be at least 1'],
    ['name=memory.rss&fromMs=0&toMs=1&stepMs=-5', 'stepMs must be whole milliseconds'],
    ['name=memory.rss&fromMs=0&toMs=9999999999&stepMs=1', 'more than 2000000 points'],
    ['name=memory.rss&fromMs=0&fromMs=1&toMs=2', 'fromMs may come once.'],
  ])('refuses %s with a sentence', async (query, sentence) => {
    const { status, body } = await hub.get(seriesPath(query))
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { code: 'bad_request', message: expect.stringContaining(sentence) } })
  })

  it('does not know an unknown process, leaves out a series that it never had, and says so where it had none of them', async () => {
    const unknown = await hub.get('/api/v1/processes/nobody/series?name=a&fromMs=0&toMs=1')
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'unknown_process' } } })
    const { body } = await hub.get(seriesPath('name=memory.rss&name=nothing&fromMs=0&toMs=4000000000000'))
    expect((body as { series: SeriesPoints[] }).series.map(({ name }) => name)).toEqual(['memory.rss'])
    const none = await hub.get(seriesPath('name=nothing&fromMs=0&toMs=4000000000000'))
    expect(none).toMatchObject({
      status: 404,
      body: {
        error: {
          code: 'unknown_series',
          message: `the process "${ID}" has no series "nothing", and never had.`,
        },
      },
    })
  })
})

describe('GET /api/v1/openapi.json', () => {
  it('describes every route of the API, with what it takes and answers', async () => {
    const { status, body } = await hub.get('/api/v1/openapi.json')
    expect(status).toBe(200)
    const { openapi, paths } = body as { openapi: string; paths: Record<string, { get: Record<string, unknown> }> }
    expect(openapi).toMatch(/^3\.1/u)
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/processes', '/api/v1/processes/{id}', '/api/v1/processes/{id}/series']),
    )
    const { parameters, responses } = paths['/api/v1/processes/{id}/series']?.get ?? {}
    expect((parameters as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      'fromMs',
      'id',
      'name',
      'stepMs',
      'toMs',
    ])
    expect(Object.keys(responses as object)).toEqual(['200', '400', '404', '503'])
  })
})

describe('errors', () => {
  it.each([
    ['GET', '/api/v1/nope', 404, 'not_found'],
    ['GET', '/api/', 404, 'not_found'],
    ['POST', '/api/v1/processes', 404, 'not_found'],
    ['DELETE', '/', 404, 'not_found'],
    ['POST', '/v1/metrics', 404, 'not_found'],
    ['GET', '/api/v1/%zz', 400, 'bad_request'],
  ])('%s %s is %i %s in JSON', async (method, path, status, code) => {
    const response = await fetch(`${hub.address}${path}`, { method })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.json()).toMatchObject({ error: { code, message: expect.stringMatching(/\.$/u) } })
  })
})

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['headers without measure', `GET /healthz HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
])('%s gets an answer in JSON, and the connection is closed', async (_what, text, status) => {
  const { hostname, port } = new URL(hub.address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  let answer = ''
  socket.on('data', (data) => {
    answer += String(data)
  })
  socket.write(text)
  await once(socket, 'close')
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*"message":`, 'su'))
})

it('is alive and ready', async () => {
  expect(await hub.get('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } })
  expect(await hub.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } })
})
