/** The parts of an agent, put together: a timer that samples, an outbox that keeps, a link that brings. */
import type { CommandAck } from '../lib/protocol/agent-wire'
import { isRecord, show } from '../lib/protocol/checks'
import { describeMetric } from '../lib/protocol/catalogue'
import { decodeEvents } from '../lib/protocol/decode'
import type { SeriesKind, Unit } from '../lib/protocol/vocabulary'
import type { Agent, AgentStats, Counter, GaugeOptions, Registration, StreamsOptions } from './api'
import { Delivery } from './delivery'
import { EventQueue } from './event-queue'
import { openLink, type Link } from './link'
import type { Settings } from './options'
import { Outbox } from './outbox'
import { collectionsProbe } from './probes/collections'
import { handlesProbe } from './probes/handles'
import { loopProbe } from './probes/loop'
import { memoryProbe } from './probes/memory'
import type { Probe } from './probes/probe'
import { SeriesTable } from './series-table'
import { reasonOf, type Warnings } from './warnings'

/** A hub that has not been seen for so long may be at another address than the host thinks. */
const UNREACHABLE_AFTER_MS = 30_000

/** Starts an agent. `warnings` is where the host is told what is wrong; nothing is ever thrown at it. */
export function startAgent(settings: Settings, warnings: Warnings): Agent {
  const startedAtMs = Date.now()
  const table = new SeriesTable(warnings)
  const outbox = new Outbox(settings.outboxFrames)
  const events = new EventQueue()
  const probes = startProbes(table, warnings)
  let unreachableFor: string | null = null
  const link: Link = openLink(settings.url, settings.token, {
    opened: () => delivery.opened(Date.now()),
    closed: () => delivery.closed(),
    refused: (answer) => delivery.refused(answer, Date.now()),
    unreachable: (reason) => (unreachableFor = reason),
    command: refuseCommand,
  })
  const delivery = new Delivery({ life: settings.life, table, outbox, events, link, warnings, nowMs: Date.now })

  function sample(): void {
    const nowMs = Date.now()
    table.read()
    outbox.push(nowMs, table.row, table.width)
    delivery.pump(nowMs)
    if (unreachableFor !== null && delivery.process === null && nowMs - startedAtMs > UNREACHABLE_AFTER_MS) {
      warnings.warn(
        'TIDEMARK_UNREACHABLE',
        'hub',
        `no hub at ${settings.url} so far (${unreachableFor}); the newest frames are kept.`,
      )
    }
  }

  const timer = setInterval(sample, settings.intervalMs).unref()
  link.connect()
  let stopping: Promise<void> | null = null

  async function stop(flushMs: number): Promise<void> {
    clearInterval(timer)
    sample()
    await flush(delivery, flushMs)
    delivery.stop()
    for (const probe of probes) probe.stop()
  }

  return {
    ...seriesMethods(table, () => stopping !== null),
    event(type, message, { level = 'info', count, atMs = Date.now() } = {}) {
      const event = { atMs, type, level, message, ...(count === undefined ? {} : { count }) }
      const decoded = decodeEvents({ events: [event] }, Date.now())
      const kept = decoded.ok ? decoded.value[0] : undefined
      if (!decoded.ok) warnings.warn('TIDEMARK_BAD_EVENT', show(type), `an event is left out: ${decoded.message}`)
      if (kept && !stopping) events.push(kept)
    },
    stats: (): AgentStats => ({
      state: delivery.state,
      process: delivery.process,
      framesWaiting: outbox.size,
      framesLost: delivery.framesLost,
      durableSeq: delivery.durableSeq,
    }),
    stop: (flushMs = 1_000) => (stopping ??= stop(flushMs)),
  }
}

/** An agent for a host whose options were no good: it takes every call and does nothing. */
export function inertAgent(warnings: Warnings): Agent {
  const table = new SeriesTable(warnings)
  return {
    ...seriesMethods(table, () => true),
    event() {},
    stats: () => ({ state: 'inert', process: null, framesWaiting: 0, framesLost: 0, durableSeq: 0 }),
    stop: () => Promise.resolve(),
  }
}

type SeriesMethods = Pick<Agent, 'pool' | 'clients' | 'registry' | 'streams' | 'pending' | 'gauge' | 'counter'>

function seriesMethods(table: SeriesTable, isOver: () => boolean): SeriesMethods {
  function declare(
    kind: SeriesKind,
    name: string,
    source: unknown,
    { unit = 'count', max, matches, help }: StreamsOptions & { unit?: Unit } = {},
  ): Registration {
    const declaration = {
      name,
      kind,
      unit,
      ...(max === undefined ? {} : { max }),
      ...(matches === undefined ? {} : { matches }),
      ...(help === undefined ? {} : { help }),
    }
    const remove = isOver() ? null : table.add(declaration, source)
    return { name, remove: remove ?? (() => {}) }
  }
  const kindOf = (name: string, otherwise: SeriesKind): SeriesKind => describeMetric(name)?.kind ?? otherwise
  const unitOf = (name: string, options: GaugeOptions | undefined): Unit =>
    options?.unit ?? describeMetric(name)?.unit ?? 'count'

  function counter(name: string, source?: unknown, options?: GaugeOptions): Counter {
    let total = 0
    const registration = declare('counter', name, source ?? (() => total), { ...options, unit: unitOf(name, options) })
    const add = (count = 1): void => {
      if (count >= 0) total += count
    }
    return { ...registration, add }
  }

  return {
    pool: (name, source, options) => declare('pool', `pool.${name}`, source, options),
    clients: (name, source, options) => declare('clients', `clients.${name}`, source, options),
    registry: (name, source, options) => declare('registry', `registry.${name}`, source, options),
    streams: (name, source, options) => declare('streams', `streams.${name}`, source, options),
    pending: (name, source, options) => declare('pending', `pending.${name}`, source, options),
    gauge: (name, source, options) =>
      declare(kindOf(name, 'gauge'), name, source, { ...options, unit: unitOf(name, options) }),
    counter,
  }
}

function startProbes(table: SeriesTable, warnings: Warnings): Probe[] {
  const started: Probe[] = []
  for (const make of [memoryProbe, collectionsProbe, loopProbe, handlesProbe]) {
    try {
      const probe = make()
      probe.start()
      table.addWriter(probe)
      started.push(probe)
    } catch (thrown) {
      warnings.warn('TIDEMARK_PROBE', make.name, `a probe could not start: ${reasonOf(thrown)}. Its series are absent.`)
    }
  }
  return started
}

/** Resolves when the hub has everything, or after `mostMs`. Holds the host meanwhile, for somebody awaits it. */
function flush(delivery: Delivery, mostMs: number): Promise<void> {
  if (delivery.isSettled || delivery.state !== 'streaming' || !(mostMs > 0)) return Promise.resolve()
  return new Promise((resolve) => {
    const untilMs = Date.now() + mostMs
    const timer = setInterval(() => {
      if (!delivery.isSettled && delivery.state === 'streaming' && Date.now() < untilMs) return
      clearInterval(timer)
      resolve()
    }, 20)
  })
}

function refuseCommand(message: unknown): CommandAck {
  const name = isRecord(message) ? message['name'] : undefined
  return { ok: false, message: `this agent does not know the command ${show(name)}.` }
}
