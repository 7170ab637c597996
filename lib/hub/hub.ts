/** The hub put together: history, ingestion, the roster, those who look, and one port for all of it. */
import type { Server } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import { openSqliteStore } from '../history/sqlite/open-store'
import type { Store } from '../history/store'
import { Callers } from './access/callers'
import type { HubConfig } from './config'
import { buildCore, type Core, rosterCapacity } from './core'
import { addressOf } from './http/address'
import { type RouteRule } from './http/route-access'
import { buildHttp } from './http/server'
import { sessionReader } from './http/session-cookies'
import { type Logger, startLog } from './log'
import { guardListening, type Listening } from './listen/listening'
import { readTls, takeRenewals, type TlsMaterial } from './listen/tls'
import { startMetrics } from './metrics/own-metrics'
import { PATIENCE, type Patience } from './patience'
import type { MemoryReading } from './pressure/memory-pressure'
import { watchMemory } from './pressure/watch-memory'
import { type HubReadings, readingsOf } from './readings'
import { recover } from './recover'
import { rehearse } from './rehearsal'
import { watchHistory } from './live/history-watch'
import { watchRefusals } from './live/refused-lately'
import { serveSockets } from './sockets'

export interface HubParts {
  /** The exported dashboard; absolute. */
  dashboardFolder: string
  version: string
  /** Default: the embedded store in `config.dataFolder`, on a thread of its own. */
  openStore?: (config: HubConfig, log: Logger) => Promise<Store>
  /** Default: `PATIENCE`. */
  patience?: Patience
  /** Default: what this process takes. */
  readMemory?: () => MemoryReading
  /** Told of every route of HTTP as it is added, with whom it is for. */
  onRoute?: (route: RouteRule) => void
}

export interface RunningHub {
  /** `http://HOST:PORT` */
  address: string
  /** Once what was kept from before has been judged again. */
  recovered: Promise<void>
  /** What it holds now. */
  readings: HubReadings
  /** Closes every connection, writes what is pending, and leaves nothing behind. */
  stop(): Promise<void>
}

type Stop = () => Promise<void> | void

const LET_GO_EVERY_MS = 60_000
const OPEN =
  'the door is open: whoever reaches this address may look at everything and do everything; it closes with the first user, made by POST /api/v1/users or by TIDEMARK_ADMIN_PASSWORD'

/** Rejects where it cannot listen or history cannot be opened; nothing is left open then. */
export async function startHub(config: HubConfig, parts: HubParts): Promise<RunningHub> {
  const log = startLog(config.logLevel)
  /** Each start leaves its stop here; they run from the last to the first. */
  const stops: Stop[] = []
  async function stopAll(): Promise<void> {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop()
  }
  try {
    const rehearsed = rehearse(config.settings)
    stops.push(() => {
      rehearsed.length = 0
    })
    const store = await (parts.openStore ?? openEmbedded)(config, log)
    stops.push(() => store.close())
    let origin = config.publicUrl ?? ''
    const core = await buildCore(config, store, log, () => origin)
    stops.push(
      () => core.verdictLog.stop(),
      () => core.inside.stop(),
      () => core.alerting.stop(),
      () => core.access.stop(),
    )
    const { recovered } = await startRoster(core, config, stops)
    const { address, readings } = await openDoors(core, config, parts, stops)
    origin ||= address
    log.info({ address, dataFolder: config.dataFolder }, 'the hub serves')
    if (core.access.isOpen) log.warn(OPEN)
    let stopping: Promise<void> | null = null
    return { address, recovered, readings, stop: () => (stopping ??= stopAll()) }
  } catch (error) {
    await stopAll()
    throw error
  }
}

function openEmbedded({ dataFolder, settings }: HubConfig, log: Logger): Promise<Store> {
  return openSqliteStore({
    folder: dataFolder,
    retention: settings.history,
    onLog: (level, message) => log[level](message),
  })
}

async function startRoster(core: Core, config: HubConfig, stops: Stop[]): Promise<{ recovered: Promise<void> }> {
  const { roster, store, fanOut, judging, refusals, absences, nowMs, log } = core
  const capacity = rosterCapacity(config)
  const recovery = await recover(roster, store, {
    nowMs,
    keepGoneMs: config.settings.history.tenSecondsMs,
    capacity,
    log,
  })
  await absences.begin(recovery.heardUntilMs, nowMs())
  const watch = watchHistory(
    () => store.health(),
    (health) => fanOut.tellAll({ type: 'history', health }),
  )
  const watchRefused = watchRefusals(
    () => refusals.read(nowMs()),
    nowMs,
    (refused) => fanOut.tellAll({ type: 'refused', refused }),
  )
  const timers = [
    setInterval(() => roster.tick(), 1_000),
    setInterval(watch, 1_000),
    setInterval(watchRefused, 1_000),
    setInterval(() => roster.letGo(), LET_GO_EVERY_MS),
  ]
  stops.push(async () => {
    for (const timer of timers) clearInterval(timer)
    fanOut.stop()
    recovery.stop()
    await recovery.done
    judging.stop()
  })
  return { recovered: recovery.done }
}

async function openDoors(
  core: Core,
  config: HubConfig,
  parts: HubParts,
  stops: Stop[],
): Promise<{ address: string; readings: HubReadings }> {
  const { store, fanOut, roster, lag, counts, nowMs } = core
  const patience = parts.patience ?? PATIENCE
  let isStopping = false
  let agents = () => 0
  let listening: Listening | null = null
  const tls = tlsOf(config)
  const { memoryBytes } = config
  const { readMemory } = parts
  const memory = watchMemory({ log: core.log, memoryBytes, viewers: fanOut, tiers: store, readMemory })
  stops.push(() => memory.stop())
  const metrics = startMetrics({
    counts,
    agents: () => agents(),
    viewers: () => fanOut.viewerCount,
    processes: () => roster.size,
    series: () => core.lives.seriesCount,
    limits: { agents: config.maxAgents, series: config.maxSeries },
    connections: () => listening?.read() ?? { open: 0, silent: 0 },
    unreadBytes: () => listening?.unreadBytes() ?? 0,
    memory: () => ({ share: memory.pressure.share, shed: memory.pressure.depth }),
    unwritten: () => lag.read(nowMs()),
    isHistoryReady: () => store.health().state === 'ready',
    historyFigures: () => store.figures(),
  })
  stops.push(() => metrics.stop())
  const callers = new Callers(core.access, sessionReader(core.access))
  const http = await buildHttp({
    ...core,
    ...core.inside,
    alerting: () => core.alerting,
    metrics,
    patience,
    tls,
    trustedProxies: config.trustedProxies,
    health: () => store.health(),
    alertsSummary: () => core.alerting.summary,
    historyHealth: () => store.health(),
    refusedLately: () => core.refusals.read(nowMs()),
    isHolding: () => fanOut.isHolding,
    isStopping: () => isStopping,
    hasRoom: () => listening?.hasRoom() ?? true,
    callers,
    devOrigin: config.devOrigin,
    publicUrl: config.publicUrl,
    oidc: config.oidc,
    dashboardFolder: parts.dashboardFolder,
    version: parts.version,
    onRoute: parts.onRoute,
  })
  stops.push(() => http.close())
  const isShort = () => memory.pressure.sheds('new-agents')
  const sockets = serveSockets(http.server, core, callers, config, patience, isShort)
  agents = () => sockets.agentCount()
  stops.push(() => {
    isStopping = true
    return sockets.stop()
  })
  listening = guardListening(http.server, {
    config,
    counts,
    answerTakenWithinMs: patience.answerTakenWithinMs,
    memoryBytes: memory.pressure.ceiling.residentBytes,
    onTrouble: core.onTrouble,
    onTurnedAway: (reason) => core.refusals.note('not_accepted', reason, nowMs()),
  })
  await http.listen({ port: config.port, host: config.host })
  stops.push(listening.listens(), ...renewals(http.server, config, core))
  return { address: addressOf(http.server), readings: readingsOf(core, config, () => agents()) }
}

function tlsOf({ tls }: HubConfig): TlsMaterial | null {
  if (tls === null) return null
  const read = readTls(tls)
  if (!read.ok) throw new Error(read.message)
  return read.value
}

const RENEWAL_EVERY_MS = 60_000

function renewals(server: Server, { tls }: HubConfig, { log, onTrouble }: Core): Stop[] {
  if (tls === null || !((server as Server | HttpsServer) instanceof HttpsServer)) return []
  const onNote = (message: string) => log.info(message)
  return [takeRenewals(server as Server & HttpsServer, { files: tls, everyMs: RENEWAL_EVERY_MS, onNote, onTrouble })]
}
