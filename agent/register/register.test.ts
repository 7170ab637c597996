/** `register` as it ships, in programs of its own that know nothing of it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../testing/wire-hub'
import { openWorkshop, type Workshop } from '../testing/workshop'

let workshop: Workshop
let hub: TestHub
beforeAll(() => {
  workshop = openWorkshop()
})
afterAll(() => workshop.remove())
beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(() => hub.kill())

const REGISTER = ['--require', './dist/register.cjs']

test('A program that is done ends by itself, in silence and with its own exit code, with a hub and without.', async () => {
  const untilTold = `const busy = setInterval(() => {}, 1_000)
    process.once('SIGTERM', () => { clearInterval(busy); process.exitCode = 3 })`
  const running = workshop.start(untilTold, REGISTER, { TIDEMARK_URL: hub.url })
  await hub.until(() => hub.hellos.length > 0)
  expect(hub.hellos[0]?.process.service).toMatch(/^program-\d+$/u)
  running.kill('SIGTERM')
  expect(await running.ended).toEqual({ code: 3, said: [], stderr: '' })
  const source = `setTimeout(() => { process.exitCode = 3 }, 300)`
  const without = await workshop.run(source, REGISTER, { TIDEMARK_URL: 'http://127.0.0.1:9' })
  expect(without).toEqual({ code: 3, said: [], stderr: '' })
})

test('A program that embeds the agent after all takes over: there is one process, by its own name, and what was found stays watched.', async () => {
  const running = workshop.start(
    `const agent = tidemark({ service: 'its-own-name', intervalMs: 100 })
    agent.pool('mesh', () => 3)
    require('node:http').createServer().listen(0, '127.0.0.1')
    process.once('SIGTERM', () => process.exit(0))`,
    REGISTER,
    { TIDEMARK_URL: hub.url, TIDEMARK_SERVICE: 'found' },
  )
  await hub.until(() => hub.series.includes('clients.http') && hub.series.includes('pool.mesh') && hub.frames.size > 3)
  running.kill('SIGTERM')
  expect(await running.ended).toEqual({ code: 0, said: [], stderr: '' })
  expect(hub.hellos.map(({ process: { service } }) => service)).toEqual(['its-own-name'])
})

test('What is wrong with the environment is told once, and the program runs as it would.', async () => {
  const env = { TIDEMARK_URL: 'nowhere', TIDEMARK_REGISTER: 'sockets' }
  const { code, said, stderr } = await workshop.run(`say('ran')`, REGISTER, env)
  expect({ code, said }).toEqual({ code: 0, said: ['ran'] })
  expect(stderr.match(/TIDEMARK_BAD_OPTION/gu)).toHaveLength(2)
})

test('Switched off, it loads nothing that the program could notice.', async () => {
  const env = { TIDEMARK_REGISTER: 'off', TIDEMARK_URL: hub.url }
  const source = `say({ handles: process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap'), listeners: process.eventNames() }); setTimeout(() => {}, 300)`
  const off = await workshop.run(source, REGISTER, env)
  expect(off).toEqual(await workshop.run(source))
  expect(hub.hellos).toEqual([])
})

test('No method of Node is replaced.', async () => {
  // Each function of these modules, and of what they make, by its code.
  const source = `const { createHash } = require('node:crypto'), shapes = {}
    const note = (name, of) => {
      for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of)))
        if (typeof value === 'function') shapes[name + '.' + key] = createHash('sha1').update(Function.prototype.toString.call(value)).digest('base64')
    }
    for (const name of ['http', 'https', 'net', 'tls', 'timers', 'events', 'worker_threads', 'child_process', 'fs']) {
      const one = require('node:' + name)
      note(name, one)
      for (const [key, value] of Object.entries(one)) if (value?.prototype) note(name + '.' + key + '.prototype', value.prototype)
    }
    for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) note(name, { itself: globalThis[name] })
    say(shapes)
    setTimeout(() => {}, 200)`
  const [bare, registered] = await Promise.all([
    workshop.run(source),
    workshop.run(source, REGISTER, { TIDEMARK_URL: hub.url }),
  ])
  expect(Object.keys(bare.said[0] as object).length).toBeGreaterThan(300)
  expect(registered.said).toEqual(bare.said)
})
