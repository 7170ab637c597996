/**
 * The demo's API: every request adds a listener to a bus that lives as long as the process, and none is ever removed.
 * What a listener closes over (its request) is kept with it. SIGUSR2 repairs it: the listeners go, and new ones are removed.
 */
import { EventEmitter } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { tidemark } from '@tidemark/agent'
import { heldBytes } from '../wire/held'
import { liveAsMember, tellParent } from '../wire/parent'

const CONTEXT_BYTES = 16 * 1_024
const ROWS_BYTES = 96 * 1_024
const QUERY_MS = 1_500

// Node warns at eleven listeners; whoever ships this leak has switched that off.
const configuration = new EventEmitter().setMaxListeners(0)
let removesListeners = false
let served = 0
let underWay = 0

const agent = tidemark({ service: 'api', instance: 'listeners' })
agent.gauge('listeners.configuration', () => configuration.listenerCount('changed'), {
  unit: 'count',
  help: 'Listeners for changes of the configuration; one a request, and none is removed.',
})
agent.pending('http', () => underWay)
agent.counter('load.requests', () => served)

const server = createServer((request, response) => {
  served++
  underWay++
  const forget = listen({ path: request.url, seen: heldBytes(CONTEXT_BYTES) })
  response.once('close', () => {
    underWay--
    if (removesListeners) forget()
  })
  query(response)
})

/** Answers how to remove the listener again. */
function listen(context: { path: string | undefined; seen: number[] }): () => void {
  const onChanged = (): void => void context.seen.fill(0)
  configuration.on('changed', onChanged)
  return () => configuration.off('changed', onChanged)
}

// Apart from `listen`: closures made in one function share what any of them closes over, and the rows would be kept as well.
function query(response: ServerResponse): void {
  const rows = heldBytes(ROWS_BYTES)
  setTimeout(() => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ rows: rows.length }))
  }, QUERY_MS)
}

process.on('SIGUSR2', () => {
  removesListeners = !removesListeners
  if (removesListeners) configuration.removeAllListeners('changed')
  const state = removesListeners ? 'removed with their requests' : 'kept'
  agent.event('log', `Listeners are ${state} from now on.`, { level: 'warn' })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the api has no port')
  tellParent({ type: 'listening', port: address.port })
})
liveAsMember(async () => {
  server.closeAllConnections()
  server.close()
  await agent.stop(500)
})
