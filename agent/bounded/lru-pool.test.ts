import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HandClock } from '../../lib/hub/notify/testing/hand-clock'
import { type DisposeReason, LruPool } from './lru-pool'

type Step =
  { do: 'set' | 'get' | 'use' | 'delete'; key: number } | { do: 'turn'; ms: number } | { do: 'restrict'; share: number }

const key = fc.integer({ min: 0, max: 7 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('set', 'get', 'use', 'delete'), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('turn' as const), ms: fc.integer({ min: 1, max: 60 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('restrict' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
)

/** The pool in the plainest form: a list, the one used last at its end, looked through each time. */
class PlainPool {
  entries: { key: number; value: string; usedAtMs: number }[] = []
  left: [string, DisposeReason][] = []
  limit: number

  constructor(readonly max: number) {
    this.limit = max
  }

  take(key: number): { key: number; value: string; usedAtMs: number } | undefined {
    const at = this.entries.findIndex((entry) => entry.key === key)
    return at < 0 ? undefined : this.entries.splice(at, 1)[0]
  }

  put(key: number, value: string, nowMs: number): void {
    const before = this.take(key)
    if (before) this.left.push([before.value, 'replaced'])
    else this.cut(this.limit - 1)
    this.entries.push({ key, value, usedAtMs: nowMs })
  }

  cut(most: number): void {
    while (this.entries.length > most) this.left.push([this.entries.shift()?.value ?? '', 'evicted'])
  }
}

test('A pool holds what a plain list would hold, in its order, and disposes of each value once, whatever is done with it.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 120 }), (max, steps) => {
      const clock = new HandClock(0)
      const left: [string, DisposeReason][] = []
      const dispose = (value: string, _key: number, reason: DisposeReason): void => void left.push([value, reason])
      const pool = new LruPool<number, string>({ name: 'p', max, idleMs: 100, dispose, clock, agent: null })
      const plain = new PlainPool(max)
      const counts = { hits: 0, misses: 0 }
      let made = 0
      for (const one of steps) {
        const nowMs = clock.nowMs()
        if (one.do === 'turn') {
          // The pool looks every 25 ms, at the times of its timer.
          for (let at = Math.floor(nowMs / 25) * 25 + 25; at <= nowMs + one.ms; at += 25) {
            while ((plain.entries[0]?.usedAtMs ?? Infinity) <= at - 100)
              plain.left.push([plain.entries.shift()?.value ?? '', 'idle'])
          }
          clock.turn(one.ms)
        } else if (one.do === 'restrict') {
          pool.restrict(one.share)
          plain.limit = Math.max(1, Math.floor(max * one.share))
          plain.cut(plain.limit)
        } else if (one.do === 'set') {
          pool.set(one.key, `v${++made}`)
          plain.put(one.key, `v${made}`, nowMs)
        } else if (one.do === 'delete') {
          const before = plain.take(one.key)
          if (before) plain.left.push([before.value, 'deleted'])
          expect(pool.delete(one.key)).toBe(before !== undefined)
        } else {
          const known = plain.take(one.key)
          if (known) plain.entries.push({ ...known, usedAtMs: nowMs })
          counts[known ? 'hits' : 'misses']++
          if (one.do === 'get') expect(pool.get(one.key)).toBe(known?.value)
          else {
            if (!known) plain.put(one.key, `v${++made}`, nowMs)
            expect(pool.use(one.key, () => `v${made}`)).toBe(known?.value ?? `v${made}`)
          }
        }
        expect([...pool.entries()].toReversed()).toEqual(plain.entries.map(({ key, value }) => [key, value]))
        for (const { key, usedAtMs } of plain.entries) expect(pool.lastUsedAtMs(key)).toBe(usedAtMs)
        expect(left).toEqual(plain.left)
        expect(pool.size).toBeLessThanOrEqual(pool.limit)
      }
      expect(pool.stats()).toMatchObject({
        ...counts,
        evictions: left.filter(([, reason]) => reason === 'evicted').length,
      })
      const held = plain.entries.map(({ value }) => value)
      pool.close()
      expect(pool.size).toBe(0)
      expect(
        left
          .slice(plain.left.length)
          .map(([value]) => value)
          .sort(),
      ).toEqual(held.sort())
      expect(clock.pending).toBe(0)
    }),
  )
})

test('A dispose that throws, or uses the pool, neither breaks the pool nor keeps what has left.', () => {
  const pool: LruPool<number, number> = new LruPool<number, number>({
    name: 'thrower',
    max: 2,
    agent: null,
    dispose: (value) => {
      pool.get(value)
      throw new Error('a socket that is closed already')
    },
  })
  for (let one = 0; one < 10; one++) pool.set(one, one)
  expect([...pool.entries()].map(([key]) => key)).toEqual([9, 8])
  expect(pool.stats()).toMatchObject({ size: 2, evictions: 8, disposeFailures: 8 })
})

test('A pool keeps a value that is undefined, and nothing where making it failed.', () => {
  const pool = new LruPool<string, number | undefined>({ name: 'p', agent: null })
  expect(pool.use('a', () => undefined)).toBeUndefined()
  expect(pool.use('a', () => 7)).toBeUndefined()
  expect(() =>
    pool.use('b', () => {
      throw new Error('no such peer')
    }),
  ).toThrow('no such peer')
  expect([pool.size, pool.has('b')]).toEqual([1, false])
})

test('A closed pool disposes at once of what comes late.', () => {
  const left: string[] = []
  const pool = new LruPool<string, string>({ name: 'p', agent: null, dispose: (value) => void left.push(value) })
  pool.close()
  pool.set('late', 'a socket')
  expect([pool.size, left]).toEqual([0, ['a socket']])
})

test.each([
  [{ name: '' }, 'option name must be a letter, then letters, digits and _ . : / -, at most 100; "" came.'],
  [{ name: 'p', max: 0 }, 'p: max must be a whole number from 1 to 16777216; 0 came.'],
  [{ name: 'p', max: Number.POSITIVE_INFINITY }, 'p: max must be a whole number from 1 to 16777216; Infinity came.'],
  [{ name: 'p', idleMs: 1 }, 'p: idleMs must be a whole number from 4 to 2592000000; 1 came.'],
])('A pool without a bound that is one is refused: %j', (options, sentence) => {
  expect(() => new LruPool(options)).toThrow(sentence)
})
