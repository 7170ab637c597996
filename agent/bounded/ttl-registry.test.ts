import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HandClock } from '../../lib/hub/notify/testing/hand-clock'
import type { Reporting } from '../current'
import { type RemovalReason, TtlRegistry } from './ttl-registry'

type Step =
  | { do: 'set' | 'renew' | 'get' | 'delete'; key: number }
  | { do: 'turn'; ms: number }
  | { do: 'sweep' }
  | { do: 'restrict'; share: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('set', 'renew', 'get', 'delete'),
      key: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const), ms: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('restrict' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
)

const TTL_MS = 100
const SWEEP_MS = 40

test('A registry holds what a plain list of times would, and each entry leaves it once, with the right reason.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 120 }), (max, steps) => {
      const clock = new HandClock(0)
      const left: [string, RemovalReason][] = []
      const registry = new TtlRegistry<number, string>({
        name: 'r',
        max,
        ttlMs: TTL_MS,
        sweepMs: SWEEP_MS,
        removed: (value, _key, reason) => void left.push([value, reason]),
        clock,
        agent: null,
      })
      // The plain one: a list in the order in which its entries expire.
      let plain: { key: number; value: string; untilMs: number }[] = []
      const plainLeft: [string, RemovalReason][] = []
      let limit = max
      const expire = (nowMs: number, which: (key: number) => boolean = () => true): void => {
        for (const { value } of plain.filter(({ key, untilMs }) => untilMs <= nowMs && which(key)))
          plainLeft.push([value, 'expired'])
        plain = plain.filter(({ key, untilMs }) => untilMs > nowMs || !which(key))
      }
      const cut = (most: number, nowMs: number): void => {
        expire(nowMs)
        while (plain.length > most) plainLeft.push([plain.shift()?.value ?? '', 'evicted'])
      }
      let made = 0
      for (const one of steps) {
        const nowMs = clock.nowMs()
        if (one.do === 'turn') {
          for (let at = Math.floor(nowMs / SWEEP_MS) * SWEEP_MS + SWEEP_MS; at <= nowMs + one.ms; at += SWEEP_MS)
            expire(at)
          clock.turn(one.ms)
        } else if (one.do === 'sweep') {
          const before = plain.length
          expire(nowMs)
          expect(registry.sweep()).toBe(before - plain.length)
        } else if (one.do === 'restrict') {
          limit = Math.max(1, Math.floor(max * one.share))
          cut(limit, nowMs)
          registry.restrict(one.share)
        } else if (one.do === 'set') {
          const value = `v${++made}`
          const known = plain.some(({ key }) => key === one.key)
          if (known) plain = plain.filter(({ key }) => key !== one.key)
          else if (plain.length >= limit) cut(limit - 1, nowMs)
          plain.push({ key: one.key, value, untilMs: nowMs + TTL_MS })
          registry.set(one.key, value)
        } else if (one.do === 'delete') {
          const known = plain.find(({ key }) => key === one.key)
          if (known) plainLeft.push([known.value, 'deleted'])
          plain = plain.filter((entry) => entry !== known)
          expect(registry.delete(one.key)).toBe(known !== undefined)
        } else {
          expire(nowMs, (key) => key === one.key)
          const known = plain.find(({ key }) => key === one.key)
          if (one.do === 'get') expect(registry.get(one.key)).toBe(known?.value)
          else {
            expect(registry.renew(one.key)).toBe(known !== undefined)
            if (known) plain = [...plain.filter((entry) => entry !== known), { ...known, untilMs: nowMs + TTL_MS }]
          }
        }
        expect(registry.size).toBe(plain.length)
        expect(left).toEqual(plainLeft)
        expect(registry.size).toBeLessThanOrEqual(max)
      }
      expire(clock.nowMs())
      expect([...registry.entries()]).toEqual(plain.map(({ key, value }) => [key, value]))
      registry.close()
      registry.set(1, 'late')
      expect([registry.size, clock.pending]).toEqual([0, 0])
    }),
  )
})

test('Each sweep tells how many it removed as an event of type cleanup, those that a read removed among them.', () => {
  const clock = new HandClock(0)
  const told: [string, number | undefined][] = []
  const register = () => ({ name: '', remove: () => {}, add: () => {} })
  const agent = {
    registry: register,
    counter: register,
    event: (type: string, _message: string, options?: { count?: number }) => void told.push([type, options?.count]),
  } as unknown as Reporting
  const registry = new TtlRegistry<string, number>({ name: 'services', agent, clock })
  clock.turn(10_000)
  for (const key of ['a', 'b', 'c']) registry.set(key, 1)
  clock.turn(200_000)
  expect(registry.renew('c')).toBe(true)
  clock.turn(110_000)
  expect(registry.has('a')).toBe(false)
  clock.turn(40_000)
  expect(told).toEqual([0, 0, 0, 0, 0, 2].map((count) => ['cleanup', count]))
  expect([...registry.entries()]).toEqual([['c', 1]])
})

test('A registry that is dropped without close is collected, and its timer with it.', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const dropped = new WeakRef(new TtlRegistry({ name: 'dropped', sweepMs: 5 }))
  do {
    await pause(5)
    collect()
  } while (dropped.deref())
})
