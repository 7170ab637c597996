import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HandClock } from '../../lib/hub/notify/testing/hand-clock'
import { AdmissionGate, type Lease } from './admission-gate'

type Step =
  | { do: 'enter' | 'wait' | 'release' | 'die'; id: number }
  | { do: 'turn'; ms: number }
  | { do: 'restrict'; share: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom('enter', 'wait', 'release', 'die'),
      id: fc.integer({ min: 0, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('turn' as const), ms: fc.integer({ min: 1, max: 120 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('restrict' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
)

interface Waiting {
  id: number
  untilMs: number
  ticket: number
}

/** The gate in the plainest form: lists that are looked through. */
class PlainGate {
  inside: number[] = []
  queue: Waiting[] = []
  answers = new Map<number, string>()
  rejected = 0
  limit: number

  constructor(
    readonly max: number,
    readonly queueMax: number,
  ) {
    this.limit = max
  }

  enter(id: number): string {
    if (this.inside.includes(id)) return 'in'
    if (this.inside.length < this.limit && this.queue.length === 0) {
      this.inside.push(id)
      return 'in'
    }
    this.rejected++
    return 'max_clients_reached'
  }

  wait(id: number, ticket: number, nowMs: number): void {
    const isFree = this.inside.includes(id) || (this.inside.length < this.limit && this.queue.length === 0)
    if (isFree || this.queue.length >= this.queueMax) this.answers.set(ticket, this.enter(id))
    else this.queue.push({ id, untilMs: nowMs + 100, ticket })
  }

  leave(id: number): void {
    if (!this.inside.includes(id)) return
    this.inside = this.inside.filter((one) => one !== id)
    this.call()
  }

  call(): void {
    while (this.queue.length > 0 && this.inside.length < this.limit) {
      const { id, ticket } = this.queue.shift() as Waiting
      if (!this.inside.includes(id)) this.inside.push(id)
      this.answers.set(ticket, 'in')
    }
  }

  expire(nowMs: number): void {
    for (const one of this.queue.filter(({ untilMs }) => untilMs <= nowMs)) {
      this.answers.set(one.ticket, 'max_clients_reached')
      this.rejected++
    }
    this.queue = this.queue.filter(({ untilMs }) => untilMs > nowMs)
  }
}

test('A gate lets in, refuses and calls from its queue whom plain lists would, whatever is done to it.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.array(step, { maxLength: 80 }),
      async (max, queueMax, steps) => {
        const clock = new HandClock(0)
        const queue = queueMax > 0 ? { queueMax, queueMs: 100 } : {}
        const gate = new AdmissionGate<number>({ name: 'g', max, clock, agent: null, ...queue })
        const plain = new PlainGate(max, queueMax)
        const leases = new Map<number, { lease: Lease<number>; owner: EventEmitter }>()
        const answers = new Map<number, string>()
        const answersOf = async (ticket: number, answer: ReturnType<typeof gate.wait>, owner: EventEmitter) => {
          const came = await answer
          answers.set(ticket, typeof came === 'string' ? came : 'in')
          if (typeof came !== 'string' && came.isHeld) leases.set(came.id, { lease: came, owner })
        }
        let tickets = 0
        for (const one of steps) {
          if (one.do === 'turn') {
            plain.expire(clock.nowMs() + one.ms)
            clock.turn(one.ms)
          } else if (one.do === 'restrict') {
            gate.restrict(one.share)
            plain.limit = Math.max(1, Math.floor(max * one.share))
            plain.call()
          } else if (one.do === 'wait') {
            const owner = new EventEmitter()
            plain.wait(one.id, ++tickets, clock.nowMs())
            void answersOf(tickets, gate.wait(one.id, owner), owner)
          } else if (one.do === 'enter') {
            const owner = new EventEmitter()
            const lease = gate.enter(one.id, owner)
            expect(typeof lease === 'string' ? lease : 'in').toBe(plain.enter(one.id))
            if (typeof lease !== 'string') leases.set(one.id, { lease, owner })
          } else {
            const held = leases.get(one.id)
            if (held?.lease.isHeld) plain.leave(one.id)
            if (one.do === 'die') held?.owner.emit('close')
            else held?.lease.release()
            expect(held?.lease.release() ?? false).toBe(false)
          }
          // What was promised is answered in the next turn.
          await new Promise((resolve) => setImmediate(resolve))
          expect(plain.inside.filter((id) => !gate.has(id))).toEqual([])
          expect([gate.size, gate.stats().waiting]).toEqual([plain.inside.length, plain.queue.length])
          expect(answers).toEqual(plain.answers)
          expect(gate.stats().rejected).toBe(plain.rejected)
          const { admitted, released, replaced } = gate.stats()
          expect(admitted - released - replaced).toBe(gate.size)
        }
        gate.close()
        expect([gate.size, gate.stats().waiting, clock.pending]).toEqual([0, 0, 0])
        for (const { owner } of leases.values()) expect(owner.eventNames()).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

test('A lease is given back once, however often that is asked, and by the end of its owner without a word.', () => {
  const gate = new AdmissionGate<string>({ name: 'g', max: 2, agent: null })
  const socket = new EventEmitter()
  const signal = new AbortController()
  const first = gate.enter('a', socket)
  const second = gate.enter('b', signal.signal)
  if (typeof first === 'string' || typeof second === 'string') throw new Error('both have room')
  expect(gate.enter('c')).toBe('max_clients_reached')
  expect([first.release(), first.release(), first.release()]).toEqual([true, false, false])
  socket.emit('close')
  expect([gate.size, gate.stats().released]).toEqual([1, 1])
  signal.abort()
  expect([gate.size, second.isHeld, second.release()]).toEqual([0, false, false])
})

test('An owner that is gone already gets no place, and who enters again takes over its own.', () => {
  const gate = new AdmissionGate<string>({ name: 'g', max: 1, agent: null })
  const gone = Object.assign(new EventEmitter(), { destroyed: true })
  const dead = gate.enter('a', gone)
  expect([gate.size, typeof dead !== 'string' && dead.isHeld]).toEqual([0, false])
  const before = gate.enter('b')
  const after = gate.enter('b')
  if (typeof before === 'string' || typeof after === 'string') throw new Error('b has a place')
  expect([before.isHeld, after.isHeld, gate.size, gate.stats().replaced]).toEqual([false, true, 1, 1])
  expect(before.release()).toBe(false)
  expect(gate.size).toBe(1)
})

test('Rejections are counted and rated: a steady one a second reads as one a second, and is forgotten.', () => {
  const clock = new HandClock(0)
  const gate = new AdmissionGate<number>({ name: 'g', max: 1, clock, agent: null })
  gate.enter(0)
  for (let second = 1; second <= 600; second++) {
    clock.turn(1_000)
    gate.enter(second)
  }
  expect(gate.stats().rejected).toBe(600)
  expect(gate.stats().rejectedPerSecond).toBeCloseTo(1, 1)
  clock.turn(600_000)
  expect(gate.stats().rejectedPerSecond).toBeLessThan(0.001)
})

test('Who waits leaves the queue when its owner is gone, and a closed gate refuses everybody.', async () => {
  const gate = new AdmissionGate<number>({ name: 'g', max: 1, queueMax: 2, agent: null })
  gate.enter(0)
  const socket = new EventEmitter()
  const [gone, late] = [gate.wait(1, socket), gate.wait(2)]
  socket.emit('disconnect')
  expect([await gone, gate.stats().waiting]).toEqual(['owner_gone', 1])
  gate.close()
  expect([await late, gate.enter(3), gate.size]).toEqual(['max_clients_reached', 'max_clients_reached', 0])
})
