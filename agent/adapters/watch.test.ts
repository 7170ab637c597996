/** What `watch` makes of a thing: names, repeats, what it does not know, and parts of the process. */
import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createNetServer } from 'node:net'
import { LRUCache } from 'lru-cache'
import { expect, test } from 'vitest'
import { warningsOf } from '../testing/told-warnings'
import { watchedInTests } from '../testing/watched-in-tests'
import type { WatchOptions } from './options'
import { watch } from './watch'

const { watching, toEnd } = watchedInTests()

function watched(thing: object, options?: WatchOptions): string {
  const registration = watch(thing, options)
  toEnd.push(() => registration.remove())
  return registration.name
}

const emitter = (): EventEmitter => new EventEmitter()

test('Listeners of any emitter are told: all of them, those of the event that has most, and each event by name.', async () => {
  const bus = emitter()
  watched(bus, { name: 'bus' })
  for (let time = 0; time < 5; time++) bus.on('leaky', () => {})
  bus.on('fine', () => {})
  bus.on(Symbol('own'), () => {})
  await watching.until('bus.listeners', 7)
  await watching.until('bus.listeners.most', 5)
  await watching.until('bus.events', 3)
  const { entities } = (await watching.entities('bus listeners')) ?? { entities: [] }
  expect(entities.map(({ id, count }) => [id, count])).toEqual([
    ['leaky', 5],
    ['fine', 1],
    ['Symbol(own)', 1],
  ])
})

test('Without a name things go by what they are, and a name is free again when its thing is watched no more.', () => {
  const [one, two, three] = [emitter(), emitter(), emitter()]
  expect([watched(one), watched(two)]).toEqual(['emitter', 'emitter_2'])
  watch(one).remove()
  expect(watched(three)).toBe('emitter')
})

test('A thing that is watched again is the same; under another name it is the later one, and the first is not known any more.', async () => {
  const bus = emitter()
  expect(watched(bus, { name: 'first' })).toBe('first')
  expect(watched(bus)).toBe('first')
  await watching.until('first.events', 0)
  expect(watched(bus, { name: 'second' })).toBe('second')
  await watching.until('second.events', 0)
  await watching.until('first.events', null)
})

test('At most sixteen of a kind are named by themselves, and the seventeenth is told.', async () => {
  const all = Array.from({ length: 18 }, emitter)
  const told = await warningsOf(() => {
    const names = all.map((one) => watched(one))
    expect(names.slice(15)).toEqual(['emitter_16', '', ''])
    expect(watched(all[17] ?? {}, { name: 'named' })).toBe('named')
  })
  expect(told).toMatchObject([{ code: 'TIDEMARK_ADAPTER' }])
})

test('What is not known, a bad option, and a thing that throws are told once each, and never thrown.', async () => {
  const told = await warningsOf(() => {
    for (const bad of [7, null, undefined, 'nobody', {}, new Map()]) watch(bad as never)
    watch({})
    watched(emitter(), { name: 'a name' })
    watched(new LRUCache({ max: 5 }), { name: 'fine', everyMs: 5 })
    watch(
      new Proxy(
        {},
        {
          get() {
            throw new Error('mine')
          },
        },
      ),
    )
    watch(emitter(), null as never)
  })
  expect(told.every(({ code }) => code === 'TIDEMARK_ADAPTER')).toBe(true)
  const sentences = told.map(({ message }) => message)
  expect(sentences).toHaveLength(9)
  expect(sentences.find((sentence) => sentence.includes('"a name"'))).toContain('must be a letter')
  expect(sentences.find((sentence) => sentence.includes('everyMs'))).toContain('from 1000 to 3600000; 5 came')
  expect(sentences.find((sentence) => sentence.includes('an object of Map'))).toContain('agent.gauge')
})

test('An application is watched by the server that it listens with.', async () => {
  const server = createServer()
  watched({ server, listen: () => {} }, { name: 'app' })
  await watching.until('clients.app', 0)
})

test('Servers of the process are found when they listen, each by its kind, and are watched until the word is taken back.', async () => {
  const registration = watch('servers')
  toEnd.push(() => registration.remove())
  const servers = [createServer(), createNetServer(), createServer()]
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    toEnd.push(() => server.close())
  }
  await watching.until('clients.http', 0)
  await watching.until('clients.net', 0)
  await watching.until('clients.http_2', 0)
  registration.remove()
  const found = watching.hub.series.filter((name) => name.startsWith('clients.'))
  const later = createServer()
  await new Promise<void>((resolve) => later.listen(0, '127.0.0.1', () => resolve()))
  toEnd.push(() => later.close())
  const seen = watching.hub.frames.size
  await watching.hub.until(() => watching.hub.frames.size > seen + 2)
  expect(watching.hub.series.filter((name) => name.startsWith('clients.'))).toEqual(found)
})

test('Timers and handles are counted by kind.', async () => {
  for (const part of ['timers', 'handles'] as const) {
    const registration = watch(part)
    toEnd.push(() => registration.remove())
  }
  await watching.until('timers.active', (count) => count >= 0)
  const before = watching.latest('timers.active') ?? 0
  const timers = Array.from({ length: 40 }, () => setTimeout(() => {}, 60_000))
  await watching.until('timers.active', (count) => count >= before + 35)
  for (const timer of timers) clearTimeout(timer)
  await watching.until('timers.active', (count) => count < before + 35)
  // The hub of this test listens in this process.
  await watching.until('handles.servers', (count) => count >= 1)
  await watching.until('handles.sockets', (count) => count >= 1)
})
