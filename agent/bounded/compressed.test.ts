import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { LRUCache } from 'lru-cache'
import { expect, test } from 'vitest'
import type { Reporting } from '../current'
import { compressed, Packed } from './compressed'
import { LruPool } from './lru-pool'

const page = JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id, name: `order ${id}`, state: 'open' })))

test('What is set comes back as it was, of whatever kind and size, and the cache answers as a Map without compression would.', () => {
  const text = fc.oneof(fc.string({ maxLength: 90 }), fc.constantFrom('ab'.repeat(900), 'ü😀'.repeat(200)))
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 90 }), fc.constant(new Uint8Array(5_000)))
  const value = fc.oneof(text, bytes, fc.integer(), fc.constant(null))
  const step = fc.record({ do: fc.constantFrom('set', 'get', 'delete'), key: fc.integer({ min: 0, max: 5 }), value })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const plain = new Map<number, unknown>()
      const cache = compressed<number, unknown>(new Map(), { name: 'c', minBytes: 64, agent: null })
      for (const one of steps) {
        if (one.do === 'set') {
          plain.set(one.key, one.value)
          cache.set(one.key, one.value)
        } else if (one.do === 'delete') expect(cache.delete(one.key)).toBe(plain.delete(one.key))
        const [got, wanted] = [cache.get(one.key), plain.get(one.key)]
        if (wanted instanceof Uint8Array) expect(Buffer.from(got as Uint8Array).equals(wanted)).toBe(true)
        else expect(got).toBe(wanted)
        expect([cache.size, cache.has(one.key)]).toEqual([plain.size, plain.has(one.key)])
      }
    }),
    { numRuns: 40 },
  )
})

test('Half a surrogate pair is no UTF-8, and comes back all the same.', () => {
  const cache = compressed<string, string>(new Map(), { name: 'c', minBytes: 64, agent: null })
  const odd = '\ud800'.repeat(500)
  cache.set('odd', odd)
  expect(cache.get('odd')).toBe(odd)
})

test('Large values that get smaller are kept small, by an lru-cache and by an LruPool, and what that saves is told.', () => {
  for (const kept of [
    new LRUCache<string, string | Packed>({ max: 10 }),
    new LruPool<string, string | Packed>({ name: 'pages', max: 10, agent: null }),
  ]) {
    const read: (() => number | null)[] = []
    const register = (_name: string, { of, read: readOf }: { of: object; read: (of: object) => number | null }) => {
      read.push(() => readOf(of))
      return { name: '', remove: () => {}, add: () => {} }
    }
    const agent = { counter: register, gauge: register } as unknown as Reporting
    const cache = compressed<string, string>(kept, { name: 'pages', agent })
    expect(read.map((one) => one())).toEqual([0, null])
    for (let one = 0; one < 30; one++) cache.set(`page ${one}`, `${one}${page}`)
    expect([cache.size, cache.max]).toEqual([10, 10])
    expect(cache.get('page 29')).toBe(`29${page}`)
    expect(cache.get('page 1')).toBeUndefined()
    const { compressed: count, bytesBefore, bytesAfter } = cache.stats()
    expect(count).toBe(30)
    expect(bytesAfter).toBeLessThan(bytesBefore / 4)
    expect(kept.get('page 29')).toBeInstanceOf(Packed)
    expect(read.map((one) => one())).toEqual([bytesBefore - bytesAfter, 1 - bytesAfter / bytesBefore])
  }
})

test('What is small, too large, or does not get smaller is kept as it is; after a run of those, most are not tried.', () => {
  const plain = new Map<number, string | Uint8Array | Packed>()
  const cache = compressed<number, string | Uint8Array>(plain, { name: 'c', maxBytes: 100_000, agent: null })
  cache.set(0, 'small')
  cache.set(1, 'x'.repeat(100_001))
  expect([plain.get(0), plain.get(1)]).toEqual(['small', 'x'.repeat(100_001)])
  for (let one = 2; one < 1_002; one++) cache.set(one, randomBytes(8_192))
  const { notWorth, notTried, compressed: count } = cache.stats()
  expect([count, notWorth + notTried]).toEqual([0, 1_000])
  expect(notWorth).toBeLessThan(20)
  // Once a value that was tried is worth it again, all are tried.
  for (let one = 0; one < 300; one++) cache.set(one, page)
  for (let one = 0; one < 10; one++) cache.set(one, page)
  expect(plain.get(9)).toBeInstanceOf(Packed)
})
