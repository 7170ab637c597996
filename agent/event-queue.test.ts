import { expect, test } from 'vitest'
import type { AgentEvent } from '../lib/protocol/agent-wire'
import { EventQueue } from './event-queue'

const event = (message: string): AgentEvent => ({ atMs: 1, type: 'log', level: 'info', message })
const messages = (events: AgentEvent[]): string[] => events.map(({ message }) => message)

test('Events are sent again until they are settled, and one batch at a time.', () => {
  const queue = new EventQueue(10)
  for (const name of ['a', 'b', 'c']) queue.push(event(name))
  expect(messages(queue.take(2, 5))).toEqual(['a', 'b'])
  expect(queue.take(2, 5)).toEqual([])
  queue.rewind()
  expect(messages(queue.take(2, 5))).toEqual(['a', 'b'])
  queue.settle()
  expect(messages(queue.take(2, 5))).toEqual(['c'])
})

test('A full queue lets the oldest event go that is not under way, and tells how many went.', () => {
  const queue = new EventQueue(4)
  for (const name of ['a', 'b', 'c', 'd']) queue.push(event(name))
  expect(messages(queue.take(2, 5))).toEqual(['a', 'b'])
  queue.push(event('e'))
  queue.push(event('f'))
  expect(queue.size).toBe(4)
  queue.settle()
  const rest = queue.take(10, 77)
  expect(messages(rest)).toEqual(['e', 'f', '2 events were lost: more came than the agent keeps.'])
  expect(rest[2]).toMatchObject({ type: 'log', level: 'warn', count: 2, atMs: 77 })
})
