/** `watch(thing)`: one line that has what a library already knows of itself reported by the agent of this process. */
import { show } from '../../lib/protocol/checks'
import type { Registration } from '../api'
import { type Report, reportOf } from '../current'
import { reasonOf } from '../warnings'
import type { AnyAdapter, Adapter } from './adapter'
import { bullQueue } from './data/bullmq'
import { lruCache } from './data/lru-cache'
import { pgPool } from './data/pg-pool'
import { ioRedis, ioRedisCluster, nodeRedis, nodeRedisPool, oldNodeRedis } from './data/redis'
import { undiciAgent, undiciPool } from './data/undici'
import { attachBy } from './declare'
import { eventEmitter } from './process/event-emitter'
import { partOf } from './process/part'
import { httpAgent } from './servers/http-agent'
import { http2Server, http2TlsServer } from './servers/http2-server'
import { httpServer, httpsServer, netServer, tlsServer } from './servers/net-server'
import { socketIo } from './servers/socket-io'
import { wsServer } from './servers/ws'
import { PROCESS_PARTS, type ProcessPart, type WatchOptions } from './options'
import { pollInterval } from './poll'
import { leaveSlot, OF_A_KIND_MOST, takeSlot } from './slots'
import { tell } from './told'
import { workerThread } from './workers/worker'

/** The first that recognises a thing has it, so the narrower ones come first. Most of these are EventEmitters too. */
const ADAPTERS: readonly { recognises: (thing: object) => boolean }[] = [
  socketIo,
  http2TlsServer,
  http2Server,
  httpsServer,
  httpServer,
  tlsServer,
  netServer,
  wsServer,
  pgPool,
  nodeRedisPool,
  ioRedis,
  ioRedisCluster,
  nodeRedis,
  oldNodeRedis,
  undiciPool,
  undiciAgent,
  httpAgent,
  bullQueue,
  workerThread,
  lruCache,
  eventEmitter,
]

const NAME = /^[a-z][\w.:/-]{0,79}$/iu

interface Watched {
  name: string
  report: Report
  adapter: Adapter<object>
}

const watchedThings = new WeakMap<object, Watched>()

/**
 * Watches `thing` for as long as it lives, and holds it weakly: a server of node:net, http, https or http2 (or an application that has one
 * as its `server`), of socket.io or ws; a pool of pg; a client, cluster or pool of ioredis or redis; a dispatcher of undici; an agent of
 * node:http; an lru-cache; a queue of BullMQ; a worker thread; any EventEmitter. Or a part of the process: `servers`, `undici`, `workers`
 * (each that comes from here on), `timers`, `handles`.
 *
 * It is reported by the agent of this process, whenever there is one. The same thing watched again is watched under the later name.
 * Never throws: what it does not know is told once by `process.emitWarning` (code TIDEMARK_ADAPTER).
 */
export function watch(thing: object | ProcessPart, options: WatchOptions = {}): Registration {
  try {
    return watchKnown(thing, options ?? {})
  } catch (thrown) {
    // A getter of the host's own, or a library of another shape than it seemed.
    tell(`watch ${reasonOf(thrown)}`, `something could not be watched: ${reasonOf(thrown)}.`)
    return nothing(options?.name)
  }
}

function watchKnown(given: unknown, options: WatchOptions): Registration {
  const part = typeof given === 'string' ? partOf(given) : undefined
  const thing = part ? part.thing : serverIn(given)
  const adapter = part ? part.adapter : adapterFor(thing)
  if (!adapter || typeof thing !== 'object' || thing === null) {
    const words = PROCESS_PARTS.join(', ')
    tell(
      `watch ${typeof given === 'string' ? given : kindOf(given)}`,
      `watch does not know what ${kindOf(given)} is; it takes servers, pools, clients, caches, queues, workers, emitters, or one of ${words}. Its numbers can be told by agent.gauge.`,
    )
    return nothing(options.name)
  }
  const before = watchedThings.get(thing)
  if (before && (options.name === undefined || options.name === before.name)) return registrationOf(before, thing)
  if (before) unwatch(before, thing)
  return begin(thing, adapter as unknown as Adapter<object>, options)
}

function begin(thing: object, adapter: Adapter<object>, options: WatchOptions): Registration {
  const name = nameFor(thing, adapter, options.name)
  if (name === null) return nothing(options.name)
  const everyMs = pollInterval(name, options.everyMs)
  adapter.begin?.(thing, { name, everyMs, warn: tell, adopt })
  const wishes = { name, max: options.max, entities: options.entities }
  const made: Watched = { name, adapter, report: reportOf(thing, attachBy(adapter as AnyAdapter, wishes) as never) }
  watchedThings.set(thing, made)
  return registrationOf(made, thing)
}

/** For what was found rather than named. */
function adopt(thing: object): boolean {
  if (watchedThings.has(thing)) return false
  watch(thing)
  return watchedThings.has(thing)
}

function adapterFor(thing: unknown): AnyAdapter | undefined {
  if (typeof thing !== 'object' || thing === null) return undefined
  return ADAPTERS.find(({ recognises }) => recognises(thing)) as AnyAdapter | undefined
}

/** Fastify and its like are watched by the server that they listen with. */
function serverIn(given: unknown): unknown {
  const server: unknown = (given as { server?: unknown } | null | undefined)?.server
  const isApplication =
    typeof server === 'object' && server !== null && !adapterFor(given) && netServer.recognises(server)
  return isApplication ? server : given
}

function nameFor(thing: object, adapter: Adapter<object>, wanted: unknown): string | null {
  if (wanted !== undefined) {
    if (typeof wanted === 'string' && NAME.test(wanted)) return wanted
    tell(
      `name ${show(wanted)}`,
      `option name must be a letter, then letters, digits and _ . : / -, at most 80 characters; ${show(wanted)} came. It goes by what it is.`,
    )
  }
  const base = typeof adapter.base === 'string' ? adapter.base : adapter.base(thing)
  const allowed = base.replaceAll(/[^\w.:/-]/gu, '_').slice(0, 70)
  const name = takeSlot(allowed, thing, adapter.isOver, leave)
  if (name === null)
    tell(
      `many ${allowed}`,
      `there are ${OF_A_KIND_MOST} that would be called ${allowed} already; no more of them are watched, but by a name of their own.`,
    )
  return name
}

function registrationOf(watched: Watched, thing: object): Registration {
  return { name: watched.name, remove: removerOf(watched, new WeakRef(thing)) }
}

// A function of its own: a closure that is made beside the thing would hold it.
function removerOf(watched: Watched, reference: WeakRef<object>): () => void {
  return () => {
    const thing = reference.deref()
    if (thing && watchedThings.get(thing) === watched) unwatch(watched, thing)
    else watched.report.end()
  }
}

/** What has ended gives its name to the next one. */
function leave(thing: object): void {
  const watched = watchedThings.get(thing)
  if (watched) unwatch(watched, thing)
}

function unwatch(watched: Watched, thing: object): void {
  watchedThings.delete(thing)
  watched.report.end()
  leaveSlot(watched.name, thing)
  try {
    watched.adapter.end?.(thing)
  } catch (thrown) {
    tell(`end ${watched.name}`, `${watched.name} could not be left as it was: ${reasonOf(thrown)}.`)
  }
}

function nothing(name: string | undefined): Registration {
  return { name: name ?? '', remove: () => {} }
}

function kindOf(given: unknown): string {
  if (typeof given !== 'object' || given === null) return show(given)
  const name: unknown = given.constructor?.name
  return typeof name === 'string' && name !== '' ? `an object of ${name}` : 'an object'
}
