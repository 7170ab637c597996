import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HandClock } from '../../lib/hub/notify/testing/hand-clock'
import type { Reporting } from '../current'
import { PendingCalls } from './pending-calls'

type Step =
  | { do: 'open'; caller: number; deadlineMs: number }
  | { do: 'answer' | 'cancel'; id: number }
  | { do: 'die'; caller: number }
  | { do: 'turn'; ms: number }

const CALLERS = 3
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      caller: fc.integer({ min: 0, max: CALLERS }),
      deadlineMs: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('answer', 'cancel'), id: fc.integer({ min: 0, max: 40 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('die' as const), caller: fc.integer({ min: 0, max: CALLERS - 1 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('turn' as const), ms: fc.integer({ min: 1, max: 60 }) }) },
)

test('Each call ends once, and as a plain list of deadlines and callers says; nothing is left on callers or timers.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 100 }), (max, steps) => {
      const clock = new HandClock(0)
      const calls = new PendingCalls<string>({ name: 'c', max, clock, agent: null })
      // The caller past the last one is nobody.
      const callers = Array.from({ length: CALLERS }, () => new EventEmitter())
      let plain: { id: number; caller: number; untilMs: number }[] = []
      const ends = new Map<number, string>()
      const plainEnds = new Map<number, string>()
      const plainEnd = (which: (call: (typeof plain)[number]) => boolean, how: string): number => {
        const over = plain.filter(which)
        for (const { id } of over) plainEnds.set(id, how)
        plain = plain.filter((call) => !which(call))
        return over.length
      }
      let late = 0
      let opened = 0
      for (const one of steps) {
        if (one.do === 'open') {
          const caller = callers[one.caller]
          const id = calls.open((end) => void ends.set(Number(id), ends.has(Number(id)) ? 'twice' : end.how), {
            caller,
            deadlineMs: one.deadlineMs,
          })
          expect(id).toBe(plain.length >= max ? 'max_pending_reached' : ++opened)
          if (typeof id === 'number') plain.push({ id, caller: one.caller, untilMs: clock.nowMs() + one.deadlineMs })
        } else if (one.do === 'turn') {
          const untilMs = clock.nowMs() + one.ms
          plainEnd((call) => call.untilMs <= untilMs, 'deadline')
          clock.turn(one.ms)
        } else if (one.do === 'die') {
          plainEnd(({ caller }) => caller === one.caller, 'caller-died')
          callers[one.caller]?.emit('close')
        } else {
          const isWaiting = plainEnd(({ id }) => id === one.id, one.do === 'answer' ? 'answered' : 'cancelled') === 1
          if (one.do === 'answer' && !isWaiting && one.id >= 1 && one.id <= opened) late++
          expect(one.do === 'answer' ? calls.answer(one.id, 'a') : calls.cancel(one.id)).toBe(isWaiting)
        }
        expect(ends).toEqual(plainEnds)
        expect(calls.size).toBe(plain.length)
        const { answered, timedOut, callerDied, cancelled, late: counted } = calls.stats()
        expect(answered + timedOut + callerDied + cancelled).toBe(ends.size)
        expect(counted).toBe(late)
        for (const [index, caller] of callers.entries()) {
          const has = plain.some((call) => call.caller === index)
          expect(caller.listenerCount('close')).toBe(has ? 1 : 0)
        }
      }
      calls.close()
      // The timer of what is told of callers that died is no call's.
      expect([calls.size, ...callers.flatMap((caller) => caller.eventNames()), clock.pending]).toEqual([0, 0])
    }),
  )
})

test('When its caller goes, a call ends at once with caller-died, its timer is cancelled, and its answer is dropped and counted.', async () => {
  const clock = new HandClock(0)
  const calls = new PendingCalls<number>({ name: 'c', clock, agent: null })
  const caller = new AbortController()
  let sent = 0
  const answer = calls.ask((id) => (sent = id), { caller: caller.signal, deadlineMs: 1_000 })
  caller.abort()
  await expect(answer).rejects.toMatchObject({ name: 'PendingCallError', code: 'caller-died' })
  expect([calls.size, clock.pending]).toEqual([0, 0])
  expect(calls.answer(sent, 7)).toBe(false)
  expect(calls.stats()).toMatchObject({ callerDied: 1, late: 1, answered: 0 })
  await expect(calls.ask(() => {}, { caller: caller.signal })).rejects.toMatchObject({ code: 'caller-died' })
})

test('A call that is asked for is answered, times out, is refused at the max, or fails with its start.', async () => {
  const clock = new HandClock(0)
  const calls = new PendingCalls<string>({ name: 'c', max: 1, deadlineMs: 50, clock, agent: null })
  let sent = 0
  const first = calls.ask((id) => (sent = id))
  await expect(calls.ask(() => {})).rejects.toMatchObject({ code: 'max_pending_reached' })
  calls.answer(sent, 'here')
  expect(await first).toBe('here')
  const second = calls.ask(() => {})
  clock.turn(50)
  await expect(second).rejects.toMatchObject({ code: 'deadline' })
  const third = calls.ask(() => {
    throw new Error('no such peer')
  })
  await expect(third).rejects.toThrow('no such peer')
  expect([calls.size, clock.pending]).toEqual([0, 0])
})

test('Callers that die in a crowd are told as events of type caller-died, at most one in ten seconds, with all their calls counted.', () => {
  const clock = new HandClock(0)
  const told: [string, number | undefined][] = []
  const register = () => ({ name: '', remove: () => {}, add: () => {} })
  const agent = {
    pending: register,
    counter: register,
    event: (type: string, _message: string, options?: { count?: number }) => void told.push([type, options?.count]),
  } as unknown as Reporting
  const calls = new PendingCalls<string>({ name: 'c', deadlineMs: 60_000, clock, agent })
  for (let one = 0; one < 50; one++) {
    const caller = new EventEmitter()
    for (let call = 0; call < 3; call++) calls.open(() => {}, { caller })
    caller.emit('disconnect')
    clock.turn(100)
  }
  clock.turn(10_000)
  expect(told).toEqual([
    ['caller-died', 3],
    ['caller-died', 147],
  ])
})

test('What an end tells may open the next call of a caller that is gone; it is given up at its deadline.', () => {
  const clock = new HandClock(0)
  const calls = new PendingCalls<string>({ name: 'c', deadlineMs: 100, clock, agent: null })
  const caller = new EventEmitter()
  let ends = 0
  const retry = (): void => {
    if (++ends < 3) calls.open(retry, { caller })
  }
  calls.open(retry, { caller })
  caller.emit('close')
  expect([ends, calls.size]).toEqual([1, 1])
  clock.turn(200)
  expect([ends, calls.size]).toEqual([3, 0])
})
