/** The parts of an agent, put together: a timer that samples, an outbox that keeps, a link that brings. */
import { performance } from 'node:perf_hooks'
import { show } from '../lib/protocol/checks'
import { decodeEvents } from '../lib/protocol/decode'
import type { EventLevel } from '../lib/protocol/vocabulary'
import type { Agent, AgentStats } from './api'
import { CommandDesk } from './commands/desk'
import { handlersFor } from './commands/handlers'
import { leaveSeat, takeSeat } from './current'
import { Delivery } from './delivery'
import { EntityLists } from './entities/entity-lists'
import { EventQueue } from './event-queue'
import { openLink, type Link } from './link'
import type { Settings } from './options'
import { Outbox } from './outbox'
import { collectionsProbe } from './probes/collections'
import { handlesProbe } from './probes/handles'
import { loopProbe } from './probes/loop'
import { memoryProbe } from './probes/memory'
import type { Probe } from './probes/probe'
import { seriesMethods } from './series-methods'
import { SeriesTable } from './series-table'
import { reasonOf, type Warnings } from './warnings'

/** A hub that has not been seen for so long may be at another address than the host thinks. */
const UNREACHABLE_AFTER_MS = 30_000

/** A loop that is so late did not turn meanwhile. */
const STANDSTILL_MS = 2_000
/** What is announced before a standstill waits so long for the hub's answer. */
const ANNOUNCED_WITHIN_MS = 2_000

/** The time of day as it would be had nobody set the clock since the start: what waits and timeouts go by. */
function steadyMs(): number {
  return Math.round(performance.timeOrigin + performance.now())
}

/** Starts an agent. `warnings` is where the host is told what is wrong; nothing is ever thrown at it. */
export function startAgent(settings: Settings, warnings: Warnings): Agent {
  const startedAtMs = steadyMs()
  const table = new SeriesTable(warnings)
  const outbox = new Outbox(settings.outboxFrames)
  const events = new EventQueue()
  const entities = new EntityLists(warnings)
  const collections = collectionsProbe(settings.intervalMs)
  const probes = startProbes(table, [memoryProbe, () => collections, loopProbe, handlesProbe], warnings)
  const { noteLiveSet } = collections
  const desk = new CommandDesk(handlersFor(settings, { entities, warnings, nowMs: steadyMs, noteLiveSet, announce }))
  let unreachableFor: string | null = null
  let sampledAtMs = startedAtMs
  const link: Link = openLink(settings.url, settings.token, {
    opened: () => delivery.opened(steadyMs()),
    closed: () => delivery.closed(),
    refused: (answer) => delivery.refused(answer, steadyMs()),
    unreachable: (reason) => (unreachableFor = reason),
    command: (message) => desk.answer(message),
    guard: (act) => warnings.guard(act),
  })
  const { life } = settings
  const commands = desk.names
  const delivery = new Delivery({ life, commands, table, outbox, events, link, warnings, nowMs: steadyMs })

  async function announce(type: string, level: EventLevel, message: string): Promise<void> {
    events.push({ atMs: Date.now(), type, level, message })
    delivery.pump(steadyMs())
    const untilMs = steadyMs() + ANNOUNCED_WITHIN_MS
    while (events.size > 0 && delivery.state === 'streaming' && steadyMs() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 20).unref())
    }
  }

  function sample(): void {
    table.read()
    outbox.push(Date.now(), table.row, table.width)
    const nowMs = steadyMs()
    const lateMs = nowMs - sampledAtMs - settings.intervalMs
    sampledAtMs = nowMs
    // When the process stood still, what the hub answered meanwhile lies unread: that first, before it is taken for silent.
    if (lateMs > STANDSTILL_MS) setImmediate(() => warnings.guard(() => delivery.pump(steadyMs())))
    else delivery.pump(nowMs)
    if (unreachableFor !== null && delivery.process === null && nowMs - startedAtMs > UNREACHABLE_AFTER_MS) {
      warnings.warn(
        'TIDEMARK_UNREACHABLE',
        'hub',
        `no hub at ${settings.url} so far (${unreachableFor}); the newest frames are kept.`,
      )
    }
  }

  const timer = setInterval(() => warnings.guard(sample), settings.intervalMs).unref()
  link.connect()
  let stopping: Promise<void> | null = null

  async function stop(flushMs: number): Promise<void> {
    clearInterval(timer)
    warnings.guard(() => desk.stop())
    warnings.guard(sample)
    warnings.guard(() => leaveSeat(agent))
    await flush(delivery, flushMs)
    delivery.stop()
    for (const probe of probes) probe.stop()
  }

  const agent: Agent = {
    ...seriesMethods(table, warnings, () => stopping !== null),
    entities: (name: unknown, list: unknown, readers: unknown) => entities.add(name, list, readers),
    event: (type, message, options) =>
      warnings.guard(() => {
        const { level = 'info', count, atMs = Date.now() } = options ?? {}
        const decoded = decodeEvents({ events: [{ atMs, type, level, message, count }] }, Date.now())
        if (!decoded.ok) warnings.warn('TIDEMARK_BAD_EVENT', show(type), `an event is left out: ${decoded.message}`)
        else if (!stopping) for (const event of decoded.value) events.push(event)
      }),
    stats: (): AgentStats => ({
      state: delivery.state,
      process: delivery.process,
      framesWaiting: outbox.size,
      framesLost: delivery.ledger.framesLost,
      durableSeq: delivery.ledger.durableSeq,
    }),
    stop: (flushMs = 1_000) => (stopping ??= stop(flushMs)),
  }
  warnings.guard(() => takeSeat(agent))
  return agent
}

/** An agent for a host whose options were no good: it takes every call and does nothing. */
export function inertAgent(warnings: Warnings): Agent {
  const table = new SeriesTable(warnings)
  return {
    ...seriesMethods(table, warnings, () => true),
    entities: (name: unknown) => ({ name: String(name), remove: () => {} }),
    event() {},
    stats: () => ({ state: 'inert', process: null, framesWaiting: 0, framesLost: 0, durableSeq: 0 }),
    stop: () => Promise.resolve(),
  }
}

function startProbes(table: SeriesTable, makers: readonly (() => Probe)[], warnings: Warnings): Probe[] {
  const started: Probe[] = []
  for (const make of makers) {
    try {
      const probe = make()
      probe.start()
      table.addWriter(probe)
      started.push(probe)
    } catch (thrown) {
      warnings.warn(
        'TIDEMARK_PROBE',
        reasonOf(thrown),
        `a probe could not start: ${reasonOf(thrown)}. Its series are absent.`,
      )
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
