/**
 * A relay that leaks in one place out of three that one would suspect: for trying investigations. Settings by environment:
 * THREADS=0 works in the main thread, RECYCLE=0 keeps the resolver's bookkeeping for ever, KEEP_ALIVE=false uses no connection
 * twice. PACE is questions a second; two bounded caches fill in FILL_S seconds. With COLLECT_MS, and `node --expose-gc`, it forces
 * a collection so often: its live set is known in seconds, which takes minutes otherwise.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { tidemark } from '@tidemark/agent'
import { liveAsMember, tellParent } from '../wire/parent'
import { BoundedCache } from './bounded-cache'
import { Resolver } from './resolver'

const TICK_MS = 100
/** What a busy machine leaves behind is not asked later: a queue that grows would be a leak of its own. */
const MOST_OPEN = 200
const NOTE_BYTES = 2_048
const ENTRY_BYTES = 4_096

function numberOf(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise)
  if (Number.isFinite(value) && value >= 0) return value
  throw new RangeError(`${name} must be a number from 0; ${JSON.stringify(process.env[name])} came.`)
}

const pace = numberOf('PACE', 100)
const fillSeconds = numberOf('FILL_S', 240)
const threads = numberOf('THREADS', 1)
const keepAlive = process.env['KEEP_ALIVE'] !== 'false'

/** Who is asked: in this program, so that all of it is one process. */
function answering(): Promise<Server> {
  const server = createServer((incoming, outgoing) => outgoing.end(`did${incoming.url ?? ''}`))
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** The second suspect, innocent too: a thread that digests names. */
function startDigesting(): Worker | null {
  if (threads === 0) return null
  const code = `require('node:worker_threads').parentPort.on('message', (name) => require('node:crypto').createHash('sha256').update(name).digest('hex'))`
  return new Worker(code, { eval: true })
}

async function main(): Promise<void> {
  const server = await answering()
  const { port } = server.address() as AddressInfo
  const resolver = new Resolver({ port, keepAlive, recycleAfter: numberOf('RECYCLE', 1_000), noteBytes: NOTE_BYTES })
  const didCache = new BoundedCache(Math.round(0.9 * pace * fillSeconds * 0.5), ENTRY_BYTES)
  const handleCache = new BoundedCache(Math.round(0.9 * pace * fillSeconds * 0.25), ENTRY_BYTES)
  const digesting = startDigesting()

  const agent = tidemark({ service: 'relay' })
  agent.pool('did-cache', didCache, { max: didCache.max, help: 'Identities that were resolved.' })
  agent.pool('handle-cache', handleCache, { max: handleCache.max, help: 'Handles that were resolved.' })
  // What it truly keeps, counted by itself: what an investigation says of it can be held against that.
  agent.gauge('notes.kept', () => resolver.keptBytes, { unit: 'bytes', help: 'Notes of connections that are open.' })
  agent.counter('load.requests', () => resolver.asked, { help: 'Names that were asked for.' })

  let asked = 0
  let owed = 0
  const timer = setInterval(() => {
    owed += (pace * TICK_MS) / 1_000
    for (; owed >= 1; owed--) {
      const name = `name-${asked++}`
      // Every second name goes into the one cache, every fourth into the other.
      if (asked % 2 === 0) didCache.resolve(name)
      if (asked % 4 === 0) handleCache.resolve(name)
      digesting?.postMessage(name, [])
      if (resolver.open >= MOST_OPEN) continue
      resolver.ask(name).catch(() => {
        // The program ends.
      })
    }
  }, TICK_MS)

  const collectMs = numberOf('COLLECT_MS', 0)
  const collecting = collectMs > 0 ? setInterval(() => globalThis.gc?.(), collectMs) : null

  tellParent({ type: 'working' })
  liveAsMember(async () => {
    clearInterval(timer)
    if (collecting !== null) clearInterval(collecting)
    resolver.close()
    server.close()
    await digesting?.terminate()
    await agent.stop(500)
  })
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
