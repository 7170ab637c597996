import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { estimateBytes } from './size-estimate'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
setFlagsFromString('--no-expose-gc')

/**
 * What is in use once nothing is left to collect. V8 gives back buffers on another thread after a collection, so one
 * reading may still count those of whoever ran before.
 */
async function settledBytes(): Promise<number> {
  let last = Number.POSITIVE_INFINITY
  for (let round = 0; round < 50; round++) {
    collect()
    await setTimeout(20)
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    if (Math.abs(heapUsed + arrayBuffers - last) < 20_000) return heapUsed + arrayBuffers
    last = heapUsed + arrayBuffers
  }
  throw new Error('The memory of this process did not come to rest within a second.')
}

/** Within a factor of what V8 says of many of them: the difference of the heap, after collections, with and without. */
async function measuredBytes(make: (index: number) => unknown): Promise<number> {
  const before = await settledBytes()
  const held = Array.from({ length: 2_000 }, (_, index) => make(index))
  const bytes = ((await settledBytes()) - before) / held.length
  return bytes - 8
}

test.each<[string, (index: number) => unknown]>([
  ['a record of a client', (index) => ({ id: `client-${index}`, at: index, tags: [`tag-${index}`, `other-${index}`] })],
  ['a Buffer of its own', () => Buffer.alloc(20_000)],
  ['a list of numbers', () => Array.from({ length: 1_000 }, (_, at) => at)],
  ['a Map of lines', (index) => new Map(Array.from({ length: 64 }, (_, at) => [at, `line ${at} of ${index}`]))],
  ['a nested tree', (index) => ({ a: { b: { c: [`${index} deep`, { d: index + 0.5 }] } } })],
])('The estimate of %s is within a factor of two of what the heap says.', async (_name, make) => {
  const measured = await measuredBytes(make)
  const estimate = estimateBytes(make(1))
  expect(estimate / measured).toBeGreaterThan(0.5)
  expect(estimate / measured).toBeLessThan(2)
})

test('What is held twice counts once, and a ring ends.', () => {
  const shared = Buffer.alloc(1_000_000)
  const ring: Record<string, unknown> = { shared, again: [shared, shared] }
  ring['self'] = ring
  expect(estimateBytes(ring)).toBeGreaterThan(1_000_000)
  expect(estimateBytes(ring)).toBeLessThan(1_010_000)
})

test('A large thing is reckoned from a part of it, and no code of the host is run.', () => {
  let calls = 0
  const trap = {
    get dear() {
      calls++
      return 'x'.repeat(1_000)
    },
  }
  const proxy = new Proxy(
    {},
    {
      ownKeys() {
        calls++
        return []
      },
    },
  )
  class Odd extends Map<string, string> {
    override entries(): MapIterator<[string, string]> {
      calls++
      return super.entries()
    }
  }
  const many = Array.from({ length: 100_000 }, () => ({ text: 'y'.repeat(100) }))
  expect(estimateBytes([trap, proxy, new Odd([['a', 'b']])])).toBeGreaterThan(0)
  expect(calls).toBe(0)
  expect(estimateBytes(many)).toBeGreaterThan(10_000_000)
})
