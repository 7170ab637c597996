/** Requests of all HTTP servers that are watched: each with its server, and their number, which is the load of the process. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'
import { reportOf } from '../../current'
import { guarded } from '../told'
import { socketsByServer } from './connections'

const REQUEST_START = 'http.server.request.start'

interface RequestStart {
  request: IncomingMessage
  response: ServerResponse
  socket: Socket
  server: Server
}

/** `watched` is how many HTTP servers are listened to. */
const load = { requests: 0, watched: 0, isReported: false }

const onRequest = guarded('requests of HTTP servers', (message: unknown) => {
  const { request, response, socket, server } = message as RequestStart
  const known = socketsByServer.get(server)
  if (!known) return
  countRequest()
  known.began(socket, request)
  response.once('close', () => known.ended(socket, request))
})

export function countRequest(): void {
  load.requests++
}

/** One more server is watched. */
export function beginRequests(): void {
  if (load.watched++ === 0) subscribe(REQUEST_START, onRequest)
  reportLoad()
}

export function endRequests(): void {
  if (--load.watched === 0) unsubscribe(REQUEST_START, onRequest)
}

/** Memory is judged against the load where it is known; the program's own count goes before this one. */
function reportLoad(): void {
  if (load.isReported) return
  load.isReported = true
  reportOf(load, (agent, { of }) => [
    agent.counter('load.requests', { of, read: ({ requests }) => requests, yields: true }),
  ])
}
