/** Servers of node:net, node:tls, node:http and node:https: their sockets, and what is asked over them. */
import type { Server } from 'node:net'
import { type Adapter, hasNumbers } from '../adapter'
import {
  beginConnections,
  connections,
  endConnections,
  isNetServer,
  isTls,
  sockets,
  socketsByServer,
} from './connections'
import { beginRequests, endRequests } from './request-load'
import { overTls } from './tls-handshakes'

const isHttpServer = (thing: object): boolean =>
  isNetServer(thing) && hasNumbers(thing, 'headersTimeout', 'keepAliveTimeout')

export const netServer: Adapter<Server> = {
  what: 'a server of node:net',
  base: 'net',
  recognises: isNetServer,
  series: [connections],
  entities: [sockets],
  begin: beginConnections,
  end: endConnections,
}

export const tlsServer: Adapter<Server> = {
  ...overTls(netServer, 'a server of node:tls'),
  base: 'tls',
  recognises: isTls,
}

export const httpServer: Adapter<Server> = {
  what: 'a server of node:http',
  base: 'http',
  recognises: isHttpServer,
  series: [
    connections,
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that are being answered.',
      read: (server) => socketsByServer.get(server)?.underWay,
    },
    {
      kind: 'pending',
      name: 'NAME.half',
      help: 'Requests that began five seconds ago or earlier and have not come whole.',
      read: (server) => socketsByServer.get(server)?.halfReceived(),
    },
    {
      kind: 'gauge',
      name: 'NAME.upgraded',
      help: 'Connections that were upgraded, to WebSockets for instance.',
      read: (server) => socketsByServer.get(server)?.upgraded(),
    },
  ],
  entities: [sockets],
  begin(server) {
    beginConnections(server)
    beginRequests()
  },
  end(server) {
    endConnections(server)
    endRequests()
  },
}

export const httpsServer: Adapter<Server> = {
  ...overTls(httpServer, 'a server of node:https'),
  recognises: (thing) => isHttpServer(thing) && isTls(thing),
}
