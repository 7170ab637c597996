/** Nothing that is watched is kept by that: real things of real libraries, in a program with the agent as it ships. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { startTestHub, type TestHub } from '../testing/wire-hub'
import { openWorkshop, type Workshop } from '../testing/workshop'

let workshop: Workshop
let hub: TestHub
beforeAll(async () => {
  workshop = openWorkshop()
  hub = await startTestHub()
})
afterAll(async () => {
  workshop.remove()
  await hub.kill()
})

/** Makes each thing, uses it a little, and answers how its own library lets it go. */
const THINGS = `
const library = require('node:module').createRequire(${JSON.stringify(fileURLToPath(new URL('../../package.json', import.meta.url)))})
const { EventEmitter } = require('node:events'), http = require('node:http'), net = require('node:net'), { Worker } = require('node:worker_threads')
const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const closed = (server) => new Promise((resolve) => { server.close(resolve); server.closeAllConnections?.() })
const ask = (server) => fetch('http://127.0.0.1:' + server.address().port).then((answer) => answer.text())
const make = {
  async httpServer() { const one = http.createServer((_, response) => response.end('x')); await listening(one); await ask(one); return [one, () => closed(one)] },
  async netServer() { const one = net.createServer((socket) => socket.end()); await listening(one); return [one, () => closed(one)] },
  async wsServer() { const { WebSocketServer } = library('ws'); const one = new WebSocketServer({ port: 0, host: '127.0.0.1' }); return [one, () => closed(one)] },
  async socketIo() { const { Server } = library('socket.io'); const server = http.createServer(); const one = new Server(server); await listening(server); return [one, () => one.close()] },
  async pgPool() { const { Pool } = library('pg'); const one = new Pool({ max: 3 }); return [one, () => one.end()] },
  async ioRedis() { const { Redis } = library('ioredis'); const one = new Redis({ lazyConnect: true }); return [one, () => one.disconnect()] },
  async nodeRedis() { const one = library('redis').createClient(); return [one, () => {}] },
  async nodeRedis5() { const one = library('redis-5').createClient(); return [one, () => {}] },
  async nodeRedis4() { const one = library('redis-4').createClient(); return [one, () => {}] },
  async undiciPool() { const { Pool } = library('undici'); const one = new Pool('http://127.0.0.1:9'); return [one, () => one.destroy()] },
  async undiciAgent() { const { Agent } = library('undici'); const one = new Agent(); return [one, () => one.destroy()] },
  async httpAgent() { const one = new http.Agent({ keepAlive: true }); return [one, () => one.destroy()] },
  async lruCache() { const { LRUCache } = library('lru-cache'); const one = new LRUCache({ max: 5 }); one.set('a', 'b'); return [one, () => {}] },
  async queue() { const one = { name: 'mail', add() {}, pause() {}, getJobCounts: async () => ({ waiting: 1 }) }; return [one, () => {}] },
  async emitter() { const one = new EventEmitter(); one.on('x', () => {}); return [one, () => {}] },
  async worker() { const one = new Worker('setInterval(() => {}, 100)', { eval: true }); return [one, () => one.terminate()] },
}`

test('Each watched thing is collected once the program lets go of it, and its series are not known from then on.', async () => {
  const ended = workshop.run(
    `${THINGS}
    const { watch, fromPromClient } = require('./dist/adapters.cjs')
    const agent = tidemark({ url: '${hub.url}', service: 'letting-go', intervalMs: 100 })
    const gone = new Set(), collected = globalThis.collected = new FinalizationRegistry((name) => gone.add(name))
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    // What the program holds, with how it is let go: most of these are held by nothing else.
    const held = []
    // Functions of their own, so that nothing of them is left on the stack.
    async function makeAll() {
      for (const [name, one] of Object.entries(make)) {
        const [thing, end] = await one()
        collected.register(thing, name)
        watch(thing, { name, everyMs: 1000, entities: true })
        held.push({ thing, end })
      }
      const { Registry, Gauge } = library('prom-client'), registry = new Registry()
      new Gauge({ name: 'of_prom', help: 'x', registers: [registry] }).set(4)
      collected.register(registry, 'registry')
      fromPromClient(registry, { everyMs: 1000 })
      held.push({ thing: registry, end: () => {} })
    }
    async function letAllGo() { while (held.length > 0) await held.pop().end() }
    async function main() {
      await makeAll()
      const seq = agent.stats().durableSeq
      while (agent.stats().durableSeq < seq + 12) await pause(20)
      say('watched')
      process.once('SIGTERM', async () => {
        await letAllGo()
        const untilMs = Date.now() + 120000
        while (gone.size < Object.keys(make).length + 1 && Date.now() < untilMs) { gc(); await pause(50) }
        say([...Object.keys(make), 'registry'].filter((name) => !gone.has(name)))
        const last = agent.stats().durableSeq
        while (agent.stats().durableSeq < last + 3) await pause(20)
        process.exit()
      })
      setInterval(() => {}, 1000)
    }
    main()`,
    ['--expose-gc'],
  )
  const known = ['clients.httpServer', 'pool.pgPool', 'pending.queue', 'emitter.listeners', 'of_prom']
  const latest = (name: string): unknown =>
    hub.frames.get(Math.max(0, ...hub.frames.keys()))?.values[hub.series.indexOf(name)]
  await hub.until(() => hub.frames.size > 10 && known.every((name) => typeof latest(name) === 'number'))
  // The hub asks for entities, so the agent remembers what it told.
  const answer = (await hub.command({ id: '1', name: 'entities', args: {} })) as { result: { groups: unknown[] } }
  expect(answer.result.groups.length).toBeGreaterThanOrEqual(7)
  const asked = hub.frames.size
  await hub.until(() => hub.frames.size > asked + 3)
  process.kill(hub.hellos[0]?.process.pid ?? 0, 'SIGTERM')
  expect((await ended).said).toEqual(['watched', []])
  expect(known.map(latest)).toEqual([null, null, null, null, null])
}, 180_000)
