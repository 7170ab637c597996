/** Requests and connections of every undici in the process, that of `fetch` included, from the channels that it publishes on. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { Adapter } from '../adapter'
import { guarded } from '../told'

interface Request {
  upgrade?: unknown
  method?: string
}

const state = { requests: new Set<number>(), connections: 0, last: 0 }
const ids = new WeakMap<Request, number>()

/** One that was dropped without a word is under way no more. */
const collected = new FinalizationRegistry<number>((id) => void state.requests.delete(id))

const requestOf = (message: unknown): Request => (message as { request: Request }).request

const onCreate = guarded('requests of undici', (message: unknown) => {
  const request = requestOf(message)
  // Of what becomes a WebSocket or a tunnel undici never says that it is over.
  if (request.upgrade || request.method === 'CONNECT') return
  const id = ++state.last
  ids.set(request, id)
  state.requests.add(id)
  collected.register(request, id)
})

const onEnd = guarded('requests of undici', (message: unknown) => {
  state.requests.delete(ids.get(requestOf(message)) ?? 0)
})

const onConnected = guarded('connections of undici', (message: unknown) => {
  const { socket } = message as { socket: Socket }
  state.connections++
  socket.once('close', () => state.connections--)
})

const CHANNELS: readonly [string, (message: unknown) => void][] = [
  ['undici:request:create', onCreate],
  ['undici:request:trailers', onEnd],
  ['undici:request:error', onEnd],
  ['undici:client:connected', onConnected],
]

export const undiciRequests: Adapter<object> = {
  what: 'every undici of the process',
  base: 'undici',
  recognises: () => false,
  series: [
    {
      kind: 'pool',
      name: 'NAME',
      help: 'Connections that undici has opened and that are not closed, those of fetch included.',
      read: () => state.connections,
    },
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Requests that undici was given and that have not ended, those of fetch included.',
      read: () => state.requests.size,
    },
  ],
  begin() {
    for (const [name, listen] of CHANNELS) subscribe(name, listen)
  },
  end() {
    for (const [name, listen] of CHANNELS) unsubscribe(name, listen)
  },
}
