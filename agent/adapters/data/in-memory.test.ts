/** Libraries that need no server of theirs: undici, lru-cache, and registries of prom-client. */
import { createServer, type Server } from 'node:http'
import { LRUCache } from 'lru-cache'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { Agent as UndiciAgent, Client, Pool, request } from 'undici'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Registration } from '../../api'
import { warningsOf } from '../../testing/told-warnings'
import { startWatchingAgent, type WatchingAgent } from '../../testing/watching-agent'
import { fromPromClient } from '../prom/prom-client'
import { watch } from '../watch'

let watching: WatchingAgent
let server: Server
let origin: string
let answers: (() => void)[]
const toEnd: (() => unknown)[] = []
beforeEach(async () => {
  watching = await startWatchingAgent()
  answers = []
  server = createServer((_request, response) => void answers.push(() => response.end('done')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterEach(async () => {
  for (const end of toEnd.splice(0).toReversed()) await end()
  server.closeAllConnections()
  server.close()
  await watching.stop()
})

function ending(registration: Registration): void {
  toEnd.push(() => registration.remove())
}

/** Lets everything that was asked, and will be, be answered. */
function answerAll(): void {
  const timer = setInterval(() => {
    for (const answer of answers.splice(0)) answer()
  }, 10)
  toEnd.push(() => clearInterval(timer))
}

test('A pool of undici tells its connections, its requests, and those of them that wait.', async () => {
  const pool = new Pool(origin, { connections: 2, pipelining: 1 })
  toEnd.push(() => pool.destroy())
  watch(pool, { name: 'billing' })
  const asked = [1, 2, 3, 4, 5].map(() => request(origin, { dispatcher: pool }).then(({ body }) => body.text()))
  await watching.until('pending.billing', 5)
  await watching.until('pool.billing', 2)
  await watching.until('billing.queued', 3)
  answerAll()
  expect(await Promise.all(asked)).toEqual(['done', 'done', 'done', 'done', 'done'])
  await watching.until('pending.billing', 0)
})

test('A client of undici tells the same of its one connection.', async () => {
  const client = new Client(origin)
  toEnd.push(() => client.destroy())
  watch(client, { name: 'one' })
  const asked = [1, 2].map(() => request(origin, { dispatcher: client }).then(({ body }) => body.text()))
  await watching.until('pending.one', 2)
  await watching.until('pool.one', 1)
  answerAll()
  expect(await Promise.all(asked)).toEqual(['done', 'done'])
  await watching.until('pending.one', 0)
})

test('An agent of undici tells the sum over all origins, how many there are, and each of them by name.', async () => {
  const agent = new UndiciAgent()
  toEnd.push(() => agent.destroy())
  watch(agent, { name: 'out' })
  const asked = [1, 2].map(() => request(origin, { dispatcher: agent }).then(({ body }) => body.text()))
  await watching.until('pending.out', 2)
  await watching.until('registry.out.origins', 1)
  expect((await watching.entities('out origins'))?.entities).toMatchObject([{ id: origin, count: 2 }])
  answerAll()
  await Promise.all(asked)
  await watching.until('pending.out', 0)
})

test('Every request of fetch and of undici is pending from its start to its end, and their connections are counted.', async () => {
  const registration = watch('undici')
  toEnd.push(() => registration.remove())
  const asked = [fetch(origin).then((answer) => answer.text()), request(origin).then(({ body }) => body.text())]
  await watching.until('pending.undici', 2)
  await watching.until('pool.undici', 2)
  const leaving = new AbortController()
  const left = fetch(origin, { signal: leaving.signal }).catch(() => 'left')
  await watching.until('pending.undici', 3)
  leaving.abort()
  expect(await left).toBe('left')
  await watching.until('pending.undici', 2)
  answerAll()
  expect(await Promise.all(asked)).toEqual(['done', 'done'])
  await watching.until('pending.undici', 0)
  server.closeAllConnections()
  await watching.until('pool.undici', 0)
})

test('A cache tells its entries and how full it is; cache.fill is the mean of those that are watched; a full one is not saturated.', async () => {
  const byCount = new LRUCache<string, string>({ max: 10 })
  const bySize = new LRUCache<string, string>({ maxSize: 100, sizeCalculation: (value) => value.length })
  ending(watch(byCount, { name: 'users', entities: true }))
  ending(watch(bySize, { name: 'pages' }))
  for (let key = 0; key < 20; key++) byCount.set(`user ${key}`, 'x')
  bySize.set('a', 'x'.repeat(50))
  await watching.until('users.entries', 10)
  await watching.until('users.fill', 1)
  await watching.until('pages.fill', 0.5)
  await watching.until('pages.size', 50)
  await watching.until('cache.fill', 0.75)
  expect(watching.latest('users.size')).toBeNull()
  // No kind and no max that the rule of saturation would hold against it.
  for (const { name, max } of watching.hub.declared.filter((series) => series.name.startsWith('users.')))
    expect([name, max]).toEqual([name, undefined])
  expect((await watching.entities('users entries'))?.total).not.toBe(0)
  // Keys are the program's own data, and were not asked for.
  expect(await watching.entities('pages entries')).toBeUndefined()
})

test('What the program says of cache.fill itself goes before, whichever comes first, and nobody is warned.', async () => {
  const cache = new LRUCache<string, string>({ max: 10 })
  const told = await warningsOf(async () => {
    ending(watch(cache, { name: 'first' }))
    watching.agent.gauge('cache.fill', () => 0.125)
    await watching.until('cache.fill', 0.125)
    const other = new LRUCache<string, string>({ max: 10 })
    ending(watch(other, { name: 'second' }))
    await watching.until('second.entries', 0)
  })
  expect(watching.latest('cache.fill')).toBe(0.125)
  expect(told).toEqual([])
})

test('Gauges and counters of prom-client become series by name and labels, in our units; histograms do not; later ones come later.', async () => {
  const registers = [new Registry()]
  const sessions = new Gauge({ name: 'sessions', help: 'Open sessions', registers })
  const memory = new Gauge({
    name: 'buffer_bytes',
    help: 'Bytes',
    registers,
    collect(this: { set(value: number): void }) {
      this.set(4_096)
    },
  })
  const answered = new Counter({ name: 'answered_total', help: 'Answers', labelNames: ['method', 'code'], registers })
  const busy = new Counter({ name: 'busy_seconds_total', help: 'Time', registers })
  new Histogram({ name: 'latency_seconds', help: 'Times', registers }).observe(1)
  expect(memory).toBeInstanceOf(Gauge)
  sessions.set(7)
  answered.inc({ method: 'GET', code: '200' }, 3)
  busy.inc(1.5)
  ending(fromPromClient(registers[0] ?? {}, { everyMs: 1_000, prefix: 'app_' }))
  await watching.until('app_sessions', 7)
  await watching.until('app_answered_total/code:200/method:GET', 3)
  await watching.until('app_busy_seconds_total', 1_500)
  await watching.until('app_buffer_bytes', 4_096)
  const declared = new Map(watching.hub.declared.map((series) => [series.name, series]))
  expect(declared.get('app_answered_total/code:200/method:GET')).toMatchObject({ kind: 'counter', help: 'Answers' })
  expect(declared.get('app_busy_seconds_total')).toMatchObject({ kind: 'counter', unit: 'ms' })
  expect(declared.get('app_buffer_bytes')).toMatchObject({ kind: 'gauge', unit: 'bytes' })
  expect([...declared.keys()].filter((name) => name.includes('latency'))).toEqual([])
  answered.inc({ method: 'PUT', code: '500' })
  await watching.until('app_answered_total/code:500/method:PUT', 1)
  registers[0]?.removeSingleMetric('sessions')
  await watching.until('app_sessions', null)
})

test('Labels without end make no series without end, and what is no registry is told.', async () => {
  const registry = new Registry()
  const gauge = new Gauge({ name: 'by_user', help: 'Users', labelNames: ['user'], registers: [registry] })
  for (let user = 0; user < 400; user++) gauge.set({ user: `u${user}` }, 1)
  const told = await warningsOf(async () => {
    ending(fromPromClient(registry, { everyMs: 1_000 }))
    await watching.until('by_user/user:u0', 1)
    fromPromClient({})
    await watching.hub.until(() => watching.hub.series.filter((name) => name.startsWith('by_user')).length === 300)
  })
  expect(told.map(({ code }) => code)).toEqual(['TIDEMARK_ADAPTER', 'TIDEMARK_ADAPTER'])
})
