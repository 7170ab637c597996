/** Pools of pg against a real PostgreSQL. */
import { createRequire } from 'node:module'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OwnServer, startPostgres } from '../../testing/own-server'
import { startWatchingAgent, type WatchingAgent } from '../../testing/watching-agent'
import { watch } from '../watch'

interface PgClient {
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>
  release(): void
}

interface PgPool {
  connect(): Promise<PgClient>
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>
  end(): Promise<void>
  on(event: 'error', listener: () => void): void
}

const { Pool } = createRequire(import.meta.url)('pg') as { Pool: new (options: object) => PgPool }

let postgres: OwnServer
let watching: WatchingAgent
let pool: PgPool
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  watching = await startWatchingAgent()
  pool = new Pool({ host: '127.0.0.1', port: postgres.port, user: 'tester', database: 'postgres', max: 3 })
  pool.on('error', () => {})
})
afterEach(async () => {
  await pool.end()
  await watching.stop()
})

/** The server may still be starting when it takes connections. */
async function takesQueries(): Promise<void> {
  for (;;) {
    try {
      await pool.query('select 1')
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

test('A pool tells who has its connections, how many there are and are idle, and who waits; its max is that of the pool.', async () => {
  await takesQueries()
  const registration = watch(pool, { name: 'orders' })
  await watching.until('orders.total', 1)
  await watching.until('orders.idle', 1)
  const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
  const waiting = [pool.query('select 1 as one'), pool.query('select 2')]
  await watching.until('pool.orders', 3)
  await watching.until('pending.orders', 2)
  expect([watching.latest('orders.total'), watching.latest('orders.idle')]).toEqual([3, 0])
  expect(watching.hub.declared.find(({ name }) => name === 'pool.orders')).toMatchObject({ kind: 'pool', max: 3 })
  const group = await watching.entities('orders clients in use')
  const { rows } = (await clients[0]?.query('select pg_backend_pid() as pid')) ?? { rows: [] }
  expect(group?.entities).toHaveLength(3)
  expect(group?.entities.map(({ id }) => id)).toContain(String(rows[0]?.['pid']))
  for (const client of clients) client.release()
  expect((await Promise.all(waiting))[0]?.rows).toEqual([{ one: 1 }])
  await watching.until('pool.orders', 0)
  await watching.until('pending.orders', 0)
  expect((await watching.entities('orders clients in use'))?.entities).toEqual([])
  registration.remove()
  await watching.until('pool.orders', null)
})

test('A client that is never given back stays in the list, with its age, and the others come and go.', async () => {
  await takesQueries()
  watch(pool, { name: 'leaky' })
  const kept = await pool.connect()
  for (let time = 0; time < 5; time++) await pool.query('select 1')
  await watching.until('pool.leaky', 1)
  const [first] = (await watching.entities('leaky clients in use'))?.entities ?? []
  await watching.hub.until(() => watching.hub.frames.size > 3)
  const [later] = (await watching.entities('leaky clients in use'))?.entities ?? []
  expect(later?.id).toBe(first?.id)
  expect(later?.ageMs).toBeGreaterThan(first?.ageMs ?? Number.NaN)
  kept.release()
})
