import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { collectionsProbe } from './collections'
import { handlesProbe } from './handles'
import { loopProbe } from './loop'
import { memoryProbe, unattributedBytes } from './memory'
import type { Probe } from './probe'

function read(probe: Probe): Record<string, number> {
  const row = new Float64Array(probe.series.length + 2).fill(-7)
  probe.read(row, 1)
  expect([row[0], row.at(-1)]).toEqual([-7, -7])
  return Object.fromEntries(probe.series.map(({ name }, column) => [name, row[column + 1] ?? Number.NaN]))
}

test('Memory is what the process says of itself, and a large buffer shows as external and not as unattributed.', () => {
  const probe = memoryProbe()
  const before = read(probe)
  const buffer = Buffer.alloc(64e6, 1)
  const after = read(probe)
  const rise = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0)
  expect(rise('memory.array_buffers')).toBeGreaterThanOrEqual(buffer.length)
  expect(rise('memory.external')).toBeGreaterThanOrEqual(buffer.length)
  expect(rise('memory.rss')).toBeGreaterThan(0.9 * buffer.length)
  expect(Math.abs(rise('memory.unattributed'))).toBeLessThan(0.3 * buffer.length)
  expect(after['memory.heap_used']).toBeLessThan(after['memory.heap_total'] ?? 0)
})

test('Nothing is unattributed where V8 accounts for more than is in RAM.', () => {
  expect(unattributedBytes(100e6, 40e6, 20e6, 1e6)).toBe(39e6)
  expect(unattributedBytes(100e6, 40e6, 300e6, 1e6)).toBe(0)
})

test('A loop that was held up shows how long, whether the histogram ran yet or not, and a quiet loop shows little.', async () => {
  const probe = loopProbe()
  probe.start()
  await sleep(100)
  read(probe)
  for (let time = 0; time < 3; time++) {
    await sleep(60)
    hold(150)
    await sleep(60)
    const { 'loop.delay_p99_ms': delayMs, 'loop.utilization': utilization } = read(probe)
    // The first one is known only as a mean of few turns of the loop, the later ones to the resolution of the histogram.
    expect(delayMs).toBeGreaterThan(time === 0 ? 15 : 100)
    expect(utilization).toBeGreaterThan(0.3)
  }
  probe.stop()
})

test('Active handles follow what is open.', () => {
  const probe = handlesProbe()
  const before = read(probe)['handles.active'] ?? 0
  const timers = Array.from({ length: 50 }, () => setTimeout(() => {}, 60_000))
  expect(read(probe)['handles.active']).toBe(before + 50)
  for (const timer of timers) clearTimeout(timer)
})

test('Very many handles are counted every tenth time only.', () => {
  const probe = handlesProbe()
  const timers = Array.from({ length: 2_000 }, () => setTimeout(() => {}, 60_000))
  const many = read(probe)['handles.active'] ?? 0
  expect(many).toBeGreaterThanOrEqual(2_000)
  for (const timer of timers) clearTimeout(timer)
  const later = Array.from({ length: 10 }, () => read(probe)['handles.active'] ?? 0)
  expect(later.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => many))
  expect(later[9]).toBeLessThan(1_000)
})

test('The live set is not known before a major collection, nor after a time in which the loop could not read it.', async () => {
  const collect = await forcedCollection()
  let nowMs = 0
  const probe = collectionsProbe(1_000, () => nowMs)
  probe.start()
  const frame = async (): Promise<Record<string, number>> => {
    // The observer is told in the next turn of the loop.
    await sleep(1)
    nowMs += 1_000
    return read(probe)
  }
  expect((await frame())['memory.live_set']).toBeNaN()
  collect()
  expect((await frame())['memory.live_set']).toBeGreaterThan(1e6)
  nowMs += 20_000
  collect()
  expect((await frame())['memory.live_set']).toBeNaN()
  for (let time = 0; time < 60; time++) expect((await frame())['memory.live_set']).toBeNaN()
  collect()
  expect((await frame())['memory.live_set']).toBeGreaterThan(1e6)
  probe.stop()
})

test('Every collection of a batch is counted, and its pause told.', async () => {
  const collect = await forcedCollection()
  const probe = collectionsProbe()
  probe.start()
  const before = read(probe)['gc.major_count'] ?? 0
  for (let time = 0; time < 7; time++) collect()
  await sleep(20)
  const { 'gc.major_count': after, 'gc.pause_ms': pauseMs } = read(probe)
  expect((after ?? 0) - before).toBeGreaterThanOrEqual(7)
  expect(pauseMs).toBeGreaterThan(0)
  await sleep(20)
  expect(read(probe)['gc.pause_ms']).toBeLessThan(pauseMs ?? 0)
  probe.stop()
})

async function forcedCollection(): Promise<() => void> {
  const { setFlagsFromString } = await import('node:v8')
  const { runInNewContext } = await import('node:vm')
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

function hold(forMs: number): void {
  const until = performance.now() + forMs
  while (performance.now() < until) {
    // Held up on purpose.
  }
}
