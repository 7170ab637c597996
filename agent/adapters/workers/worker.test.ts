/** Worker threads, in programs of their own, with the agent as it ships. */
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../testing/wire-hub'
import { openWorkshop, type Workshop } from '../../testing/workshop'

// A thread is known to be silent after ten seconds, and programs start slowly beside others.
vi.setConfig({ testTimeout: 150_000 })

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

const latest = (name: string): number | null | undefined => {
  const column = hub.series.indexOf(name)
  return column === -1 ? undefined : hub.frames.get(Math.max(0, ...hub.frames.keys()))?.values[column]
}

test('Each thread’s heap is told from inside it, a name is free again when its thread has ended, and none of it holds the program.', async () => {
  hub.frames.clear()
  const running = workshop.start(
    `const { Worker } = require('node:worker_threads')
    const agent = tidemark({ url: '${hub.url}', service: 'threads', intervalMs: 100 })
    const code = (count) => \`const kept = Array.from({ length: \${count} }, (_, id) => ({ id, more: [id] })); require('node:v8').setFlagsFromString('--expose-gc')
      const collect = require('node:vm').runInNewContext('gc'); setInterval(() => { collect(); return kept.length }, 300)\`
    const large = new Worker(code(150000), { eval: true })
    const small = new Worker(code(10), { eval: true })
    process.once('SIGTERM', async () => {
      await large.terminate()
      new Worker(code(10), { eval: true }).unref()
      small.unref()
      const wait = setInterval(() => {}, 1000)
      process.once('SIGTERM', () => { clearInterval(wait); say('done') })
    })`,
    ['--require', './dist/register.cjs'],
    { TIDEMARK_URL: hub.url },
  )
  const toldBytes = (name: string, holds: (bytes: number) => boolean): Promise<void> =>
    hub.until(() => {
      const value = latest(name)
      return typeof value === 'number' && holds(value)
    })
  // 150,000 objects with a list each are some 15 MB; a thread that holds nothing has some 5.
  await toldBytes('worker.heap_used', (bytes) => bytes > 12_000_000)
  await toldBytes('worker_2.heap_used', (bytes) => bytes > 1_000_000 && bytes < 8_000_000)
  await toldBytes('worker.live_set', (bytes) => bytes > 12_000_000)
  await toldBytes('worker_2.utilization', (share) => share >= 0 && share <= 1)
  running.kill('SIGTERM')
  await toldBytes('worker.heap_used', (bytes) => bytes < 8_000_000)
  expect(hub.series.filter((name) => name.startsWith('worker_3'))).toEqual([])
  running.kill('SIGTERM')
  const { code, said, stderr } = await running.ended
  expect({ code, said }).toEqual({ code: 0, said: ['done'] })
  expect(stderr).not.toContain('TIDEMARK_BAD_SERIES')
})

test('A thread in which nothing answers is told once; how busy it is, is known all the same.', async () => {
  hub.frames.clear()
  const running = workshop.start(
    `const { Worker } = require('node:worker_threads')
    const agent = tidemark({ url: '${hub.url}', service: 'silent', intervalMs: 100 })
    const silent = new Worker('setInterval(() => {}, 1000)', { eval: true, execArgv: [] })
    require('./dist/adapters.cjs').watch(silent, { name: 'silent' })
    process.once('SIGTERM', () => { silent.terminate() })`,
  )
  await hub.until(() => typeof latest('silent.utilization') === 'number')
  await hub.until(() => hub.frames.size > 120)
  const heap = latest('silent.heap_used')
  running.kill('SIGTERM')
  const { code, stderr } = await running.ended
  expect(code).toBe(0)
  // From Node 22.16 on a thread can be asked from outside.
  const isAskable = 'getHeapStatistics' in Worker.prototype
  expect(heap === null).toBe(!isAskable)
  expect(stderr.match(/TIDEMARK_ADAPTER/gu) ?? []).toHaveLength(isAskable ? 0 : 1)
})
