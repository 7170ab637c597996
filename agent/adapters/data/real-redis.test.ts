/** Clients of Redis, and queues that live in it, against a real one. */
import { Queue } from 'bullmq'
import { Cluster, Redis } from 'ioredis'
import { createClient, createClientPool } from 'redis'
import { createClient as createClient4 } from 'redis-4'
import { createClient as createClient5 } from 'redis-5'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OwnServer, startRedis } from '../../testing/own-server'
import { warningsOf } from '../../testing/told-warnings'
import { startWatchingAgent, type WatchingAgent } from '../../testing/watching-agent'
import { watch } from '../watch'

let redis: OwnServer
let watching: WatchingAgent
const toEnd: (() => unknown)[] = []
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())
beforeEach(async () => {
  watching = await startWatchingAgent()
})
afterEach(async () => {
  redis.resume()
  for (const end of toEnd.splice(0).toReversed()) await end()
  await watching.stop()
})

/** Where nobody listens: a port that was free a moment ago. */
async function nowhere(): Promise<number> {
  const gone = await startRedis()
  await gone.stop()
  return gone.port
}

test('A client of ioredis tells the commands that wait for their answer, and those that wait for a connection.', async () => {
  const client = new Redis({ port: redis.port, host: '127.0.0.1' })
  toEnd.push(() => client.disconnect())
  watch(client, { name: 'cache' })
  await client.set('key', 'value')
  await watching.until('pending.cache', 0)
  redis.pause()
  const asked = [client.get('key'), client.get('key'), client.get('other')]
  await watching.until('pending.cache', 3)
  redis.resume()
  expect(await Promise.all(asked)).toEqual(['value', 'value', null])
  await watching.until('pending.cache', 0)

  const away = new Redis({ port: await nowhere(), host: '127.0.0.1', maxRetriesPerRequest: null })
  away.on('error', () => {})
  toEnd.push(() => away.disconnect())
  watch(away, { name: 'away' })
  for (let time = 0; time < 4; time++) void away.get('key').catch(() => {})
  await watching.until('pending.away.offline', 4)
})

test('A cluster client of ioredis tells what waits in all of its nodes.', async () => {
  const cluster = new Cluster([{ port: await nowhere(), host: '127.0.0.1' }], { clusterRetryStrategy: () => 100 })
  cluster.on('error', () => {})
  toEnd.push(() => cluster.disconnect())
  watch(cluster, { name: 'shards' })
  void cluster.get('key').catch(() => {})
  await watching.until('pending.shards.offline', (count) => count >= 1)
  await watching.until('shards.nodes', (count) => count <= 1)
})

/** What of a client is used here, which every version has. */
interface AnyClient {
  on(event: 'error', listener: () => void): unknown
  connect(): Promise<unknown>
  disconnect(): Promise<unknown>
  set(key: string, value: string): Promise<unknown>
  get(key: string): Promise<unknown>
}

test.each([
  ['4, which keeps its queue as TypeScript once kept private fields', createClient4 as unknown],
  ['5.10, which keeps it in a private field', createClient5],
  ['now, which tells it', createClient],
])('A client of redis %s, tells the commands that wait, for their answer or for a connection.', async (_, create) => {
  const client = (create as (options: object) => AnyClient)({ socket: { port: redis.port, host: '127.0.0.1' } })
  client.on('error', () => {})
  toEnd.push(() => client.disconnect())
  const registration = watch(client, { name: 'sessions' })
  toEnd.push(() => registration.remove())
  redis.pause()
  const connecting = client.connect()
  const early = [client.set('a', '1'), client.get('a')]
  await watching.until('sessions.ready', 0)
  // What the client itself asks at the start waits with them.
  await watching.until('pending.sessions.offline', (count) => count >= 2)
  expect(watching.latest('pending.sessions')).toBe(0)
  redis.resume()
  await connecting
  expect(await Promise.all(early)).toEqual(['OK', '1'])
  await watching.until('sessions.ready', 1)
  await watching.until('pending.sessions.offline', 0)
  redis.pause()
  const asked = [client.get('a'), client.get('b')]
  await watching.until('pending.sessions', 2)
  redis.resume()
  expect(await Promise.all(asked)).toEqual(['1', null])
  await watching.until('pending.sessions', 0)
})

test('A pool of redis clients tells who has them, and who waits for one.', async () => {
  const pool = createClientPool({ socket: { port: redis.port, host: '127.0.0.1' } }, { minimum: 1, maximum: 2 })
  pool.on('error', () => {})
  await pool.connect()
  toEnd.push(() => pool.destroy())
  watch(pool, { name: 'jobs' })
  await watching.until('jobs.total', 1)
  redis.pause()
  const asked = [1, 2, 3, 4].map(() => pool.get('key'))
  await watching.until('pool.jobs', (count) => count >= 1)
  await watching.until('pending.jobs', (count) => count >= 2)
  redis.resume()
  await Promise.all(asked)
  await watching.until('pool.jobs', 0)
  await watching.until('pending.jobs', 0)
})

test('A client of redis whose version does not tell its queue is watched as far as it goes, and the host is told once.', async () => {
  // As a version would be that keeps its queue in another way.
  const old = { isReady: true, isOpen: true, sendCommand: () => {}, on: () => {} }
  const told = await warningsOf(async () => {
    watch(old, { name: 'old' })
    watch({ ...old }, { name: 'old2' })
    await watching.until('old.ready', 1)
  })
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ code: 'TIDEMARK_ADAPTER' })
  expect(told[0]?.message).toContain('could not be found')
  expect(watching.latest('pending.old')).toBeUndefined()
})

test('A queue of BullMQ tells its jobs by state.', async () => {
  const queue = new Queue('mail', { connection: { port: redis.port, host: '127.0.0.1' } })
  toEnd.push(() => queue.close())
  await queue.add('one', {})
  await queue.add('two', {}, { delay: 3_600_000 })
  expect(watch(queue, { everyMs: 1_000 }).name).toBe('queue.mail')
  await watching.until('pending.queue.mail', 1)
  expect(watching.latest('queue.mail.delayed')).toBe(1)
  expect(watching.latest('queue.mail.active')).toBe(0)
  await queue.add('three', {})
  await watching.until('pending.queue.mail', 2)
})
