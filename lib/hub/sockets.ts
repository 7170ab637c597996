/** socket.io on the hub's port: the limits that hold for every connection, agents, viewers, and nothing else. */
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { Admission } from '../ingest/admission'
import { serveAgents } from '../ingest/agent-namespace'
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import { DASHBOARD_NAMESPACE } from '../protocol/dashboard-wire'
import { LIMITS } from '../protocol/limits'
import type { HubConfig } from './config'
import type { Core } from './core'
import { AgentRefusals } from './access/agent-refusals'
import type { Callers } from './access/callers'
import { hostFault, originFault } from './http/door'
import { clientAddress, proxyCheck } from './listen/proxies'
import { serveViewers } from './live/dashboard-namespace'
import type { Patience } from './patience'

/** An honest agent sends one message a second, and some hundreds after an outage. */
const AGENT_RATE = { perSecond: 200, burst: 2_000 }

export interface Sockets {
  agentCount(): number
  stop(): Promise<void>
}

export function serveSockets(
  http: HttpServer,
  core: Core,
  callers: Callers,
  config: HubConfig,
  patience: Patience,
  isShort: () => boolean,
): Sockets {
  const { counts, refusals, nowMs, access } = core
  const io = attach(
    http,
    patience,
    ({ headers }) => originFault(headers, config.devOrigin) ?? hostFault(headers, access.isOpen, config.publicUrl),
  )
  const isProxy = proxyCheck(config.trustedProxies)
  const shutOut = new AgentRefusals(access.audit, nowMs)
  const agents = serveAgents(io, {
    ...core,
    door: access.agentTokens,
    admission: new Admission({ agents: config.maxAgents, series: config.maxSeries }, isShort),
    rate: AGENT_RATE,
    helloWithinMs: patience.helloWithinMs,
    onRefused: (code, message) => {
      counts.refused[code]++
      refusals.note(code, message, nowMs())
    },
    onShutOut: (service, { headers, address }) =>
      shutOut.note({ service, from: clientAddress(address, headers, isProxy) }),
    onUnkept: () => {
      counts.unkeptMessages++
    },
  })
  const viewers = serveViewers(io, {
    ...core,
    alertsSummary: () => core.alerting.summary,
    historyHealth: () => core.store.health(),
    refusedLately: () => refusals.read(nowMs()),
    isHolding: () => core.fanOut.isHolding,
    callerOf: (headers, peer) => callers.of(headers, clientAddress(peer, headers, isProxy)),
    stillHolds: (caller) => access.stillHolds(caller),
  })
  const unwatch = access.onChange(() => {
    agents.lookAgain()
    viewers.lookAgain()
  })
  dropFirstRequests(io)
  endClosedWebsockets(io, patience)
  return {
    agentCount: () => agents.connectionCount(),
    // Agents see their transport close, and come back by themselves; `disconnect` would tell them to stay away.
    stop: async () => {
      unwatch()
      const closed = io.close()
      http.closeAllConnections()
      await closed
    },
  }
}

function attach(http: HttpServer, patience: Patience, faultOf: (request: IncomingMessage) => string | null): Server {
  const io = new Server(http, {
    maxHttpBufferSize: LIMITS.messageBytes,
    // Compression costs some 300 kB a connection and more time than it saves on a local network.
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    // Half open connections go: those that never say which namespace, and those that fall silent.
    connectTimeout: patience.namespaceWithinMs,
    pingInterval: patience.pingEveryMs,
    pingTimeout: patience.pongWithinMs,
    allowRequest: (request, answer) => {
      const fault = faultOf(request)
      answer(fault, fault === null)
    },
  })
  io.use((_socket, next) => next(new Error('connect to the namespace /agent or /dashboard.')))
  return io
}

/** Each connection would hold its first HTTP request for ever, some kilobytes of it; a handshake copies what it needs. */
function dropFirstRequests(io: Server): void {
  for (const name of [AGENT_NAMESPACE, DASHBOARD_NAMESPACE]) {
    io.of(name).on('connection', (socket) => {
      const conn = socket.conn as { request: unknown }
      conn.request = null
    })
  }
}

/** A websocket waits 30 s for its peer to agree to the close, and a peer that is gone never does. */
function endClosedWebsockets(io: Server, { goodbyeWithinMs }: Patience): void {
  io.engine.on('connection', (conn: EngineConnection) => {
    conn.once('close', () => {
      const { socket } = conn.transport
      if (socket) setTimeout(() => socket.terminate(), goodbyeWithinMs).unref()
    })
  })
}

/** The part of engine.io's connection that has a websocket, where its transport is one. */
interface EngineConnection {
  once(event: 'close', listener: () => void): void
  transport: { socket?: { terminate(): void } }
}
