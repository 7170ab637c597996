import { expect, it } from 'vitest'
import type { AgentEvent } from '../../protocol/agent-wire'
import { EVENTS_KEPT, EventRing } from './event-ring'

const event = (n: number, message = `event ${n}`): AgentEvent => ({ atMs: n, type: 'log', level: 'info', message })
const times = (ring: EventRing) => ring.read().map(({ atMs }) => atMs)

it('keeps the newest events, oldest first', () => {
  const ring = new EventRing()
  for (let n = 0; n < EVENTS_KEPT + 5; n++) ring.push(event(n))
  expect(times(ring)).toEqual(Array.from({ length: EVENTS_KEPT }, (_, n) => n + 5))
})

it('keeps fewer where their messages are long, and always the newest one', () => {
  const ring = new EventRing()
  for (let n = 0; n < 10; n++) ring.push(event(n, 'x'.repeat(4_000)))
  expect(times(ring)).toEqual([6, 7, 8, 9])
  ring.push(event(10, 'x'.repeat(20_000)))
  expect(times(ring)).toEqual([10])
})

it('takes what is on disk before what came while it was read, and nothing twice', () => {
  const ring = new EventRing()
  ring.push(event(3))
  const mark = ring.total
  ring.push(event(4))
  const ofDisk = [event(1), event(2), event(3)]
  ring.putBefore(ofDisk, mark)
  expect(times(ring)).toEqual([1, 2, 3, 4])
})
