/** socket.io on the hub's port: the limits that hold for every connection, agents, viewers, and nothing else. */
import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { Admission } from '../ingest/admission'
import { serveAgents } from '../ingest/agent-namespace'
import { tokenCheck } from '../ingest/agent-token'
import { AGENT_NAMESPACE } from '../protocol/agent-wire'
import { DASHBOARD_NAMESPACE } from '../protocol/dashboard-wire'
import { LIMITS } from '../protocol/limits'
import type { HubConfig } from './config'
import type { Core } from './core'
import { originFault, viewerFault } from './http/door'
import { serveViewers } from './live/dashboard-namespace'
import type { Patience } from './patience'

/** An honest agent sends one message a second, and some hundreds after an outage. */
const AGENT_RATE = { perSecond: 200, burst: 2_000 }

export interface Sockets {
  agentCount(): number
  stop(): Promise<void>
}

export function serveSockets(http: HttpServer, core: Core, config: HubConfig, patience: Patience): Sockets {
  const io = attach(http, config.devOrigin, patience)
  const { counts, refusals, nowMs } = core
  const agents = serveAgents(io, {
    ...core,
    isTokenGood: tokenCheck(config.agentToken),
    admission: new Admission({ agents: config.maxAgents, series: config.maxSeries }),
    rate: AGENT_RATE,
    helloWithinMs: patience.helloWithinMs,
    onRefused: (code, message) => {
      counts.refused[code]++
      refusals.note(code, message, nowMs())
    },
    onUnkept: () => {
      counts.unkeptMessages++
    },
  })
  serveViewers(io, {
    ...core,
    alertsSummary: () => core.alerting.summary,
    historyHealth: () => core.store.health(),
    refusedLately: () => refusals.read(nowMs()),
    doorFault: (headers) => viewerFault(headers, config.adminPassword),
  })
  dropFirstRequests(io)
  endClosedWebsockets(io, patience)
  return {
    agentCount: () => agents.connectionCount(),
    // Agents see their transport close, and come back by themselves; `disconnect` would tell them to stay away.
    stop: async () => {
      const closed = io.close()
      http.closeAllConnections()
      await closed
    },
  }
}

function attach(http: HttpServer, devOrigin: string | null, patience: Patience): Server {
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
      const fault = originFault(request.headers, devOrigin)
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
