import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HandClock } from '../../lib/hub/notify/testing/hand-clock'
import type { Reporting } from '../current'
import { AdmissionGate } from './admission-gate'
import { LruPool } from './lru-pool'
import { type MemoryReading, PressureValve, readMemory } from './pressure-valve'

const MIB = 2 ** 20
const STEPS = [
  { at: 0.7, limit: 0.5 },
  { at: 0.9, limit: 0.2 },
]

function aValve(clock: HandClock, structures: ConstructorParameters<typeof PressureValve>[0]['structures'] = []) {
  const now: MemoryReading = {
    heapBytes: 10 * MIB,
    heapLimitBytes: 100 * MIB,
    residentBytes: 10 * MIB,
    memoryLimitBytes: 200 * MIB,
  }
  const told: [string, string][] = []
  const agent = {
    gauge: () => ({ name: '', remove: () => {} }),
    event: (type: string, message: string) => void told.push([type, message]),
  } as unknown as Reporting
  const valve = new PressureValve({
    name: 'memory',
    structures,
    steps: STEPS,
    hysteresis: 0.1,
    holdMs: 5_000,
    read: () => ({ ...now }),
    agent,
    clock,
  })
  return { valve, now, told }
}

test('As memory nears its limit the others are lowered in steps, and raised one step at a time once it is well below.', () => {
  const clock = new HandClock(0)
  const pool = new LruPool<number, number>({ name: 'mesh', max: 100, agent: null, clock })
  const gate = new AdmissionGate<number>({ name: 'ws', max: 10, agent: null, clock })
  for (let one = 0; one < 100; one++) pool.set(one, one)
  for (let one = 0; one < 10; one++) gate.enter(one)
  const { valve, now, told } = aValve(clock, [pool, gate])
  clock.turn(1_000)
  expect([valve.size, pool.limit, gate.limit]).toEqual([0, 100, 10])
  // The resident set counts at once.
  now.residentBytes = 185 * MIB
  clock.turn(1_000)
  expect([valve.size, pool.size, pool.limit, gate.limit, gate.size]).toEqual([2, 20, 20, 2, 10])
  expect(gate.enter(11)).toBe('max_clients_reached')
  // Below the step, and not well below: it stays.
  now.residentBytes = 165 * MIB
  clock.turn(20_000)
  expect(valve.size).toBe(2)
  now.residentBytes = 50 * MIB
  clock.turn(5_000)
  expect(valve.size).toBe(2)
  clock.turn(1_000)
  expect([valve.size, pool.limit]).toEqual([1, 50])
  clock.turn(5_000)
  expect([valve.size, pool.limit, gate.limit]).toEqual([0, 100, 10])
  expect(valve.stats()).toMatchObject({ raised: 2, lowered: 2, pressure: 0.25 })
  expect(told).toEqual([
    ['pressure', 'Step 2 of 2: the resident set is at 93 % of its limit; mesh, ws take 20 % of their max.'],
    ['pressure', 'Step 1 of 2: the resident set is back at 25 % of its limit; mesh, ws take 50 % of their max.'],
    ['pressure', 'Step 0 of 2: the resident set is back at 25 % of its limit; mesh, ws take all of their max again.'],
  ])
})

test('Garbage that fills the heap between collections is no pressure; a heap that stays full is, five readings later.', () => {
  const clock = new HandClock(0)
  const { valve, now } = aValve(clock)
  for (let second = 0; second < 60; second++) {
    now.heapBytes = (second % 4 === 3 ? 20 : 96) * MIB
    clock.turn(1_000)
    if (second > 3) expect(valve.size).toBe(0)
  }
  now.heapBytes = 96 * MIB
  clock.turn(5_000)
  expect(valve.size).toBe(2)
})

test('Closing it gives every limit back, and no timer stays.', () => {
  const clock = new HandClock(0)
  const pool = new LruPool<number, number>({ name: 'mesh', max: 100, agent: null, clock })
  const { valve, now } = aValve(clock, [pool])
  now.residentBytes = 150 * MIB
  clock.turn(1_000)
  expect(pool.limit).toBe(50)
  valve.close()
  expect([pool.limit, clock.pending]).toEqual([100, 0])
})

test('Whatever memory does, the step is that of a plain rule: up at once, down one at a time after it was low for long enough.', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 80 }), (percents) => {
      const clock = new HandClock(0)
      const pool = new LruPool<number, number>({ name: 'mesh', max: 100, agent: null, clock })
      const { valve, now } = aValve(clock, [pool])
      let step = 0
      let lowFor = 0
      for (const percent of percents) {
        now.residentBytes = (percent / 100) * 200 * MIB
        clock.turn(1_000)
        const wanted = STEPS.filter(({ at }) => percent / 100 >= at).length
        const held = STEPS[step - 1]
        if (wanted > step) {
          step = wanted
          lowFor = 0
        } else if (held && percent / 100 <= held.at - 0.1) {
          // The first low second is when it begins.
          if (++lowFor > 5) {
            step--
            lowFor = 1
          }
        } else lowFor = 0
        expect([valve.size, pool.limit]).toEqual([step, Math.floor(100 * (STEPS[step - 1]?.limit ?? 1))])
      }
    }),
  )
})

test('Without a limit, and where reading fails, nothing is lowered, and the pressure is not known.', () => {
  const clock = new HandClock(0)
  const pool = new LruPool<number, number>({ name: 'mesh', max: 100, agent: null, clock })
  const none = new PressureValve({
    name: 'none',
    structures: [pool],
    read: () => ({ heapBytes: 1, heapLimitBytes: null, residentBytes: 1, memoryLimitBytes: null }),
    agent: null,
    clock,
  })
  const fails = new PressureValve({
    name: 'fails',
    structures: [pool],
    read: () => {
      throw new Error('no such file')
    },
    agent: null,
    clock,
  })
  clock.turn(10_000)
  expect([none.stats().pressure, fails.stats().pressure, pool.limit]).toEqual([null, null, 100])
})

test('It reads this process: a heap below its limit, and a resident set.', () => {
  const { heapBytes, heapLimitBytes, residentBytes, memoryLimitBytes } = readMemory()
  expect(heapBytes).toBeGreaterThan(MIB)
  expect(heapLimitBytes).toBeGreaterThan(heapBytes)
  expect(residentBytes).toBeGreaterThan(MIB)
  expect(memoryLimitBytes === null || memoryLimitBytes > MIB).toBe(true)
})

test.each([
  [[], 'v: steps must be 1 to 10 of { at, limit }; a list of 0 came.'],
  [[{ at: 1.2, limit: 0.5 }], 'v: steps [0].at must be above 0 and at most 1; 1.2 came.'],
  [
    [
      { at: 0.9, limit: 0.5 },
      { at: 0.8, limit: 0.4 },
    ],
    'v: steps must go from the gentlest to the hardest; [1] does not.',
  ],
])('Steps that are none are refused: %j', (steps, sentence) => {
  expect(() => new PressureValve({ name: 'v', structures: [], steps, agent: null })).toThrow(sentence)
})
