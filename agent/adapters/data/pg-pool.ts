/** Pools of `pg`: how many connections there are, how many are out, and who waits for one. */
import { type Adapter, hasMethods, hasNumbers, listed, numberIn } from '../adapter'
import { poolSeries } from './pool-series'

interface PgClient {
  /** Of the backend in PostgreSQL, as `pg_stat_activity` has it. */
  processID?: number | null
}

interface PgPool {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
  readonly options?: { max?: number; database?: string }
  on(event: 'acquire', listener: (this: PgPool, client: PgClient) => void): unknown
  on(event: 'release', listener: (this: PgPool, error: unknown, client: PgClient) => void): unknown
  on(event: 'remove', listener: (this: PgPool, client: PgClient) => void): unknown
  off(event: string, listener: (...args: never[]) => void): unknown
}

interface CheckedOut {
  processId: number | null
  sinceMs: number
}

/** Who has been handed out and not come back, by pool. A client that is collected meanwhile goes by itself. */
const checkedOut = new WeakMap<PgPool, Map<PgClient, CheckedOut>>()

function onAcquire(this: PgPool, client: PgClient): void {
  checkedOut.get(this)?.set(client, { processId: client.processID ?? null, sinceMs: Date.now() })
}

function onRelease(this: PgPool, _error: unknown, client: PgClient): void {
  checkedOut.get(this)?.delete(client)
}

function onRemove(this: PgPool, client: PgClient): void {
  checkedOut.get(this)?.delete(client)
}

const inUse = (pool: PgPool): number => pool.totalCount - pool.idleCount

/** Pools before pg-pool 3.5 do not tell when a client comes back; then who is out is not known. */
function listCheckedOut(pool: PgPool): CheckedOut[] {
  const out = checkedOut.get(pool)
  if (!out || out.size <= inUse(pool)) return out ? [...out.values()] : []
  out.clear()
  return []
}

const clientsOut = listed<PgPool, CheckedOut>({
  name: 'NAME clients in use',
  list: listCheckedOut,
  readers: {
    id: ({ processId, sinceMs }) => processId ?? `since ${sinceMs}`,
    bytes: null,
    ageMs: ({ sinceMs }) => Date.now() - sinceMs,
    label: ({ processId }) => (processId === null ? null : `backend ${processId}`),
  },
})

export const pgPool: Adapter<PgPool> = {
  what: 'a pool of pg',
  base: 'pg',
  recognises: (thing) =>
    hasNumbers(thing, 'totalCount', 'idleCount', 'waitingCount') && hasMethods(thing, 'connect', 'on'),
  series: poolSeries({
    things: 'Connections',
    one: 'a connection',
    max: (pool) => numberIn(pool.options, 'max'),
    inUse,
    total: (pool) => pool.totalCount,
    idle: (pool) => pool.idleCount,
    waiting: (pool) => pool.waitingCount,
  }),
  entities: [clientsOut],
  begin(pool) {
    checkedOut.set(pool, new Map())
    pool.on('acquire', onAcquire)
    pool.on('release', onRelease)
    pool.on('remove', onRemove)
  },
  end(pool) {
    checkedOut.delete(pool)
    pool.off('acquire', onAcquire)
    pool.off('release', onRelease)
    pool.off('remove', onRemove)
  },
}
