/** The hub's own numbers. The hot path adds to plain fields; the registry reads them when it is asked. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Registry } from 'prom-client'
import type { HistoryFigures } from '../../history/store'
import { fileLimit, openFiles } from '../listen/file-limit'
import type { Counts } from './counts'

export interface MetricSources {
  counts: Counts
  agents: () => number
  viewers: () => number
  processes: () => number
  /** Of connected agents. */
  series: () => number
  limits: { agents: number; series: number }
  /** Connections of all kinds, and those that have not asked for anything yet. */
  connections: () => { open: number; silent: number }
  /** Of answers over HTTP that were not read yet. */
  unreadBytes: () => number
  /** How near memory is to its ceiling, and what is shed: 0 nothing, 1 viewers, 2 low tiers, 3 new agents. */
  memory: () => { share: number; shed: number }
  /** Messages whose frames are not on disk yet, and the age of the oldest. */
  unwritten: () => { messages: number; oldestMs: number }
  isHistoryReady: () => boolean
  historyFigures: () => HistoryFigures
}

/** A registry of this hub alone: two hubs in one process (tests) must not share counters. */
export function startMetrics(sources: MetricSources): { text(): Promise<string>; contentType: string; stop(): void } {
  const registry = new Registry()
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  delay.enable()
  addCounters(registry, sources.counts)
  addGauges(registry, sources)
  addRuntime(registry, delay)
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    stop: () => {
      delay.disable()
      registry.clear()
    },
  }
}

const LOOP_RESOLUTION_MS = 20

function addCounters(registry: Registry, counts: Counts): void {
  counter(registry, 'frames', 'Frames that came for the first time.', () => counts.frames)
  counter(registry, 'known_frames', 'Frames that came again and were dropped.', () => counts.knownFrames)
  counter(
    registry,
    'unjudged_frames',
    'Messages of frames that were kept and shown and not judged, because too many waited for it.',
    () => counts.unjudgedFrames,
  )
  counter(registry, 'events', 'Events that agents sent.', () => counts.events)
  counter(registry, 'lost_items', 'Live items that viewers lost because they read too slowly.', () => counts.lostItems)
  counter(
    registry,
    'unkept_messages',
    'Messages that history did not take and that were not acknowledged.',
    () => counts.unkeptMessages,
  )
  counter(
    registry,
    'accept_errors',
    'Connections that could not be accepted, for want of file descriptors or memory.',
    () => counts.acceptErrors,
  )
  counter(
    registry,
    'dropped_connections',
    'Connections that were closed because there were too many, or too many that said nothing.',
    () => counts.droppedConnections + counts.droppedSilent,
  )
  counter(
    registry,
    'dropped_answers',
    'Connections that were closed because what they had asked for over HTTP was not read.',
    () => counts.droppedAnswers,
  )
  const refused = new Counter({
    name: 'tidemark_hub_refused_messages_total',
    help: 'Messages of agents that were refused, by the code that they got.',
    labelNames: ['code'],
    registers: [],
    collect() {
      this.reset()
      for (const [code, count] of Object.entries(counts.refused)) this.inc({ code }, count)
    },
  })
  registry.registerMetric(refused)
}

function counter(registry: Registry, name: string, help: string, read: () => number): void {
  registry.registerMetric(
    new Counter({
      name: `tidemark_hub_${name}_total`,
      help,
      registers: [],
      collect() {
        this.reset()
        this.inc(read())
      },
    }),
  )
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  registry.registerMetric(
    new Gauge({
      name: `tidemark_hub_${name}`,
      help,
      registers: [],
      collect() {
        this.set(read())
      },
    }),
  )
}

function addGauges(registry: Registry, sources: MetricSources): void {
  gauge(registry, 'agents', 'Connections of agents.', sources.agents)
  addPressure(registry, sources)
  gauge(registry, 'viewers', 'Viewers that watch something.', sources.viewers)
  gauge(registry, 'processes', 'Processes that the hub knows, live or gone.', sources.processes)
  gauge(registry, 'series', 'Series of agents that are connected.', sources.series)
  gauge(registry, 'agents_max', 'How many agents may be connected.', () => sources.limits.agents)
  gauge(registry, 'series_max', 'How many series they may have, all together.', () => sources.limits.series)
  gauge(
    registry,
    'unwritten_messages',
    'Messages of frames that are not on disk yet.',
    () => sources.unwritten().messages,
  )
  gauge(
    registry,
    'write_lag_seconds',
    'Age of the oldest frames that are not on disk yet.',
    () => sources.unwritten().oldestMs / 1000,
  )
  gauge(registry, 'history_ready', '1 while history can be written, else 0.', () => (sources.isHistoryReady() ? 1 : 0))
  addHistory(registry, sources.historyFigures)
}

function addPressure(registry: Registry, { connections, unreadBytes, memory }: MetricSources): void {
  gauge(registry, 'connections', 'Connections of all kinds.', () => connections().open)
  gauge(registry, 'silent_connections', 'Connections that have not asked for anything yet.', () => connections().silent)
  gauge(registry, 'unread_bytes', 'Of answers over HTTP that wait in memory to be read.', unreadBytes)
  gauge(registry, 'open_files', 'Files and sockets that the hub has open.', () => openFiles() ?? Number.NaN)
  gauge(registry, 'open_files_limit', 'How many it may have.', () => fileLimit() ?? Number.POSITIVE_INFINITY)
  gauge(registry, 'memory_share', 'How near memory is to its ceiling, 0 to 1.', () => memory().share)
  gauge(
    registry,
    'shedding',
    'What is shed for want of memory: 0 nothing, 1 live views, 2 tiers too, 3 new agents too.',
    () => memory().shed,
  )
}

function addHistory(registry: Registry, figures: () => HistoryFigures): void {
  gauge(
    registry,
    'history_bytes',
    'What data takes of the setting `history.dataBytes`; not a number until it was measured.',
    () => figures().dataBytes ?? Number.NaN,
  )
  gauge(
    registry,
    'history_damaged_parts',
    'Blocks and rows of the journal that were found damaged, and are left out.',
    () => figures().damagedParts,
  )
  counter(
    registry,
    'history_restarts',
    "How often the history's thread ended and was started again.",
    () => figures().restarts,
  )
}

type LoopDelay = ReturnType<typeof monitorEventLoopDelay>

function addRuntime(registry: Registry, delay: LoopDelay): void {
  gauge(registry, 'resident_memory_bytes', 'Resident set of the hub.', () => process.memoryUsage.rss())
  gauge(
    registry,
    'heap_used_bytes',
    'Heap of the hub that is in use, what no collection has removed yet included.',
    () => process.memoryUsage().heapUsed,
  )
  gauge(
    registry,
    'start_time_seconds',
    'When the hub started, since 1970.',
    () => Math.round(performance.timeOrigin) / 1000,
  )
  gauge(
    registry,
    'loop_delay_p99_seconds',
    'How late timers of the hub ran since the scrape before, 99th percentile.',
    () => {
      // The histogram counts its own resolution; a first scrape with nothing in it reads NaN.
      const late = delay.percentile(99) / 1e9 - LOOP_RESOLUTION_MS / 1000
      delay.reset()
      return Number.isFinite(late) ? Math.max(0, late) : 0
    },
  )
  counter(registry, 'cpu_seconds', 'CPU time of the hub, user and system.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
}
