import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import type { CollectionResult } from '../lib/protocol/commands'
import { embedEach } from './testing/embedded'
import { startTestHub, type TestHub } from './testing/wire-hub'

const embedded = embedEach()
const { toStop } = embedded

async function hubAt(token?: string): Promise<TestHub> {
  const hub = await startTestHub(token === undefined ? {} : { token })
  toStop.push(() => hub.kill())
  return hub
}

/** Where nobody listens. */
async function emptyAddress(): Promise<string> {
  const hub = await startTestHub()
  await hub.kill()
  return hub.url
}

const embed = (url: string, more = ''): string =>
  `const agent = tidemark({ url: ${JSON.stringify(url)}, service: 'host', intervalMs: 100, ${more} });`

test('A program that is done ends by itself while its agent is connected and streams.', async () => {
  const hub = await hubAt()
  // The host waits for the hub by a timer of its own, and then has nothing left to do.
  const { code, said, stderr } = await embedded.workshop.run(
    `${embed(hub.url)} const wait = setInterval(() => { if (agent.stats().durableSeq >= 2) { say(agent.stats()); clearInterval(wait) } }, 20)`,
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(said[0]).toMatchObject({ state: 'streaming', process: 'test.process' })
})

test('A program ends by itself, and in silence, while no hub is there.', async () => {
  const { code, stderr } = await embedded.workshop.run(`${embed(await emptyAddress())} setTimeout(() => {}, 500)`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('A program ends by itself while something accepts the connection and never answers.', async () => {
  const silent = createServer((socket) => void socket.on('error', () => {}).resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  toStop.push(() => closed(silent))
  const { port } = silent.address() as { port: number }
  const { code, stderr } = await embedded.workshop.run(embed(`http://127.0.0.1:${port}`))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('A program ends by itself while its token is refused, and is told once.', async () => {
  const hub = await hubAt('right')
  const { code, stderr } = await embedded.workshop.run(
    `${embed(hub.url, "token: 'wrong'")} setTimeout(() => say(agent.stats()), 700)`,
  )
  expect(code).toBe(0)
  expect(stderr.match(/TIDEMARK_REFUSED/gu)).toHaveLength(1)
  expect(stderr).toContain('the token is not the hub’s.')
})

test('Bad options, bad series and broken sources never throw into the host.', async () => {
  const hub = await hubAt()
  const { code, said, stderr } = await embedded.workshop.run(`
    for (const bad of [undefined, null, 7, 'http://x', {}, { url: {} }, { url: 'x', service: 3 }, { labels: 5 }]) {
      const inert = tidemark(bad)
      inert.pool('a', () => 1); inert.counter('b').add(2); inert.event(null, {}, { level: 'loud' }); inert.stop(); say(inert.stats().state)
    }
    ${embed(hub.url)}
    agent.pool(undefined, () => 1); agent.pool('a', null); agent.pool('a b', () => 1); agent.gauge('g', () => { throw new Error('mine') }, { unit: 'furlongs' })
    agent.gauge('thrower', () => { throw { toString() { throw 1 } } })
    agent.pool('p', () => 1, null); agent.pool(Symbol('s'), () => 1); agent.gauge('getter', () => 1, { get max() { throw new Error('mine') } }); agent.pool('sized', { get size() { throw 1 } }); agent.clients('c', () => 1, { max: -1 }); agent.event(); agent.event('log', 'fine', null); agent.counter('n').add(-1)
    const wait = setInterval(() => { if (agent.stats().durableSeq >= 2) clearInterval(wait) }, 20)`)
  expect({ code, thrown: stderr.match(/^\s+at .*$/gmu) }).toEqual({ code: 0, thrown: null })
  expect(said).toEqual(Array.from({ length: 8 }, () => 'inert'))
  expect(hub.series).toContain('thrower')
  expect(hub.frames.get(1)?.values[hub.series.indexOf('thrower')]).toBeNull()
})

test('A program that stops its agent gets its last frame to the hub first, and ends.', async () => {
  const hub = await hubAt()
  const { code, said } = await embedded.workshop.run(`${embed(hub.url)} let value = 0; agent.gauge('last', () => value)
    const wait = setInterval(() => { if (agent.stats().durableSeq < 2) return; clearInterval(wait); value = 42
      agent.event('deploy', 'going down'); agent.stop().then(() => say(agent.stats())) }, 20)`)
  expect(code).toBe(0)
  expect(said[0]).toMatchObject({ state: 'stopped', framesWaiting: 0 })
  expect([...hub.frames.values()].at(-1)?.values[hub.series.indexOf('last')]).toBe(42)
  expect(hub.events.at(-1)).toMatchObject({ type: 'deploy', message: 'going down' })
})

test('Ten starts and stops leave no timer, socket, observer, profiler or listener.', async () => {
  const hub = await hubAt()
  const { code, said, stderr } = await embedded.workshop.run(
    `const v8 = require('node:v8'), { PerformanceObserver } = require('node:perf_hooks'), { createHook } = require('node:async_hooks')
    const alive = new Map()
    createHook({ init: (id, type) => alive.set(id, type), destroy: (id) => alive.delete(id) }).enable()
    const KINDS = ['Timeout', 'TCPWRAP', 'TCPCONNECTWRAP', 'ELDHISTOGRAM', 'HTTPCLIENTREQUEST', 'HTTPINCOMINGMESSAGE', 'Immediate']
    const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)
    async function look() {
      for (let round = 0; round < 5; round++) { await new Promise((resolve) => setTimeout(resolve, 20)); gc() }
      const resources = {}
      for (const type of alive.values()) if (KINDS.includes(type)) resources[type] = (resources[type] ?? 0) + 1
      // The timer that this function waits on may or may not be destroyed yet.
      resources.Timeout = Math.max(0, (resources.Timeout ?? 0) - 1)
      return { resources, listeners: listeners(), observers: v8.queryObjects(PerformanceObserver, { format: 'count' }), profilers: v8.queryObjects(v8.GCProfiler, { format: 'count' }) }
    }
    async function cycle() {
      ${embed(hub.url, "allow: { heapProfile: 'always' },")}
      agent.entities('list', [1, 2], { id: (one) => one })
      const end = Date.now() + 250
      while (agent.stats().durableSeq < 3) await new Promise((resolve) => setTimeout(resolve, 20))
      while (Date.now() < end) {}
      await agent.stop()
    }
    async function main() {
      await cycle(); const before = await look(); for (let time = 0; time < 9; time++) await cycle()
      say(before); say(await look())
    }
    main()`,
    ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [before, after] = said as { resources: Record<string, number> }[]
  expect(after).toEqual(before)
  expect(after).toMatchObject({ observers: 0, profilers: 0, resources: { Timeout: 0 } })
})

test('Forced collections are counted exactly, and the live set is the heap as the last one left it.', async () => {
  const hub = await hubAt()
  const { said } = await embedded.workshop.run(
    `${embed(hub.url)}
    const frames = () => agent.stats().durableSeq
    const pause = async (count) => { const until = frames() + count; while (frames() < until) await new Promise((resolve) => setTimeout(resolve, 10)) }
    async function main() {
      await pause(3)
      const kept = Array.from({ length: 200_000 }, (_, id) => ({ id }))
      let forced = 0
      for (const burst of [1, 5, 12]) {
        for (let time = 0; time < burst; time++) { gc(); forced++ }
        const heapUsed = process.memoryUsage().heapUsed
        await pause(3)
        say({ forced, heapUsed, seq: frames(), kept: kept.length })
      }
    }
    main()`,
    ['--expose-gc'],
  )
  const at = (name: string, seq: number): number => hub.frames.get(seq)?.values[hub.series.indexOf(name)] ?? Number.NaN
  expect(said).toHaveLength(3)
  const start = at('gc.major_count', 2)
  for (const { forced, heapUsed, seq } of said as { forced: number; heapUsed: number; seq: number }[]) {
    // The program is small enough that V8 collects nothing of its own accord beside these.
    expect(at('gc.major_count', seq) - start).toBe(forced)
    expect(Math.abs(at('memory.live_set', seq) - heapUsed)).toBeLessThan(0.01 * heapUsed)
  }
  expect(hub.frames.get(1)?.values[hub.series.indexOf('memory.live_set')]).toBeNull()
})

test('A watched object is collected as if the agent were not there, and its series reads null from then on.', async () => {
  const hub = await hubAt()
  const ended = embedded.workshop.run(
    `${embed(hub.url)}
    let map = new Map([[1, 1]]), server = { connections: 3 }, list = [{ id: 1 }, { id: 2 }]
    const gone = []
    const registry = globalThis.registry = new FinalizationRegistry((name) => gone.push(name))
    registry.register(map, 'map'); registry.register(server, 'server')
    registry.register(list, 'list'); registry.register(list[0], 'member')
    agent.entities('list', list, { id: ({ id }) => { globalThis.asked = true; return id } })
    agent.pool('map', map); agent.gauge('server', { of: server, read: (one) => one.connections })
    const frames = () => agent.stats().durableSeq
    const pause = async (count) => { const until = frames() + count; while (frames() < until) await new Promise((resolve) => setTimeout(resolve, 10)) }
    async function main() {
      await pause(2); say({ seq: frames() })
      // The hub has asked by now, so the agent remembers what it told.
      while (!globalThis.asked) await pause(1)
      map = server = list = null
      while (gone.length < 4) { gc(); await pause(1) }
      await pause(2); say({ seq: frames(), gone })
    }
    main()`,
    ['--expose-gc'],
  )
  await hub.until(() => hub.frames.size >= 2)
  expect(await hub.command({ id: '1', name: 'entities', args: {} })).toMatchObject({
    result: { groups: [{ total: 2 }] },
  })
  const { said } = await ended
  const [before, after] = said as { seq: number; gone: string[] }[]
  const at = (name: string, seq = 0): unknown => hub.frames.get(seq)?.values[hub.series.indexOf(name)]
  expect([at('pool.map', before?.seq), at('server', before?.seq)]).toEqual([1, 3])
  expect(after?.gone.toSorted((a, b) => a.localeCompare(b))).toEqual(['list', 'map', 'member', 'server'])
  expect([at('pool.map', after?.seq), at('server', after?.seq)]).toEqual([null, null])
})

test('A collection that the hub asks for frees what is garbage, becomes the live set, and is refused again within the minute.', async () => {
  const hub = await hubAt()
  const ended = embedded.workshop.run(`${embed(hub.url)}
    let garbage = Array.from({ length: 300_000 }, (_, id) => ({ id }))
    const kept = Array.from({ length: 100_000 }, (_, id) => ({ id }))
    const hold = setInterval(() => {}, 1000)
    agent.gauge('kept', () => { garbage = null; return kept.length })
    process.once('SIGTERM', () => { say({ gc: typeof gc, inNew: require('node:vm').runInNewContext('typeof gc') }); clearInterval(hold) })`)
  await hub.until(() => hub.frames.size >= 3)
  const first = (await hub.command({ id: '1', name: 'gc', args: {} })) as { ok: true; result: CollectionResult }
  expect(first).toMatchObject({ ok: true })
  const { beforeBytes, afterBytes, pauseMs, rssAfterBytes } = first.result
  // 300,000 objects of 32 bytes and the list of them were garbage, unless V8 came first.
  expect(afterBytes).toBeLessThan(beforeBytes)
  expect(afterBytes).toBeGreaterThan(100_000 * 32)
  expect(pauseMs).toBeGreaterThan(0)
  expect(rssAfterBytes).toBeGreaterThan(afterBytes)
  const seq = Math.max(...hub.frames.keys()) + 2
  await hub.until(() => hub.frames.has(seq))
  const liveSet = hub.frames.get(seq)?.values[hub.series.indexOf('memory.live_set')] ?? 0
  expect(Math.abs(liveSet - afterBytes)).toBeLessThan(0.02 * afterBytes)
  const second = (await hub.command({ id: '2', name: 'gc', args: {} })) as { code: string; message: string }
  expect(second).toMatchObject({ ok: false, code: 'too_soon' })
  expect(second.message).toMatch(/^a collection was forced \d+ s ago; the next one may be in \d+ s\.$/u)
  endIt(hub)
  // The flag that gives every context a gc is as it was.
  expect(await ended).toEqual({ code: 0, said: [{ gc: 'undefined', inNew: 'undefined' }], stderr: '' })
})

function endIt(hub: TestHub): void {
  const pid = hub.hellos[0]?.process.pid
  if (pid === undefined) throw new Error('no agent said hello')
  process.kill(pid, 'SIGTERM')
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
