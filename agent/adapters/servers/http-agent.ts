/** Agents of node:http and node:https: the sockets that they keep, and the requests that wait for one. */
import { type Adapter, hasMethods, listed } from '../adapter'

/** By `host:port:…`, as Node names them. */
type ByName = Readonly<Record<string, readonly unknown[] | undefined>>

interface HttpAgent {
  readonly sockets: ByName
  readonly freeSockets: ByName
  readonly requests: ByName
  readonly maxTotalSockets?: number
}

function count(lists: ByName): number {
  let total = 0
  for (const name of Object.keys(lists)) total += lists[name]?.length ?? 0
  return total
}

const bound = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined

function hostsOf({ sockets, requests }: HttpAgent): { host: string; count: number }[] {
  const names = new Set([...Object.keys(sockets), ...Object.keys(requests)])
  return [...names].map((name) => ({
    host: name.split(':', 2).join(':'),
    count: (sockets[name]?.length ?? 0) + (requests[name]?.length ?? 0),
  }))
}

const hosts = listed<HttpAgent, { host: string; count: number }>({
  name: 'NAME hosts',
  list: hostsOf,
  readers: { id: ({ host }) => host, bytes: null, count: ({ count: both }) => both },
})

export const httpAgent: Adapter<HttpAgent> = {
  what: 'an agent of node:http',
  base: 'http_agent',
  recognises: (thing) =>
    hasMethods(thing, 'createConnection', 'destroy', 'addRequest') &&
    typeof (thing as HttpAgent).freeSockets === 'object',
  series: [
    {
      kind: 'pool',
      name: 'NAME',
      help: 'Sockets of the agent that a request is using.',
      max: ({ maxTotalSockets }) => bound(maxTotalSockets),
      read: ({ sockets }) => count(sockets),
    },
    {
      kind: 'gauge',
      name: 'NAME.idle',
      help: 'Sockets that the agent keeps for later.',
      read: ({ freeSockets }) => count(freeSockets),
    },
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that wait for a socket of the agent.',
      read: ({ requests }) => count(requests),
    },
  ],
  entities: [hosts],
}
