import { expect, it } from 'vitest'
import { troubleLog } from './trouble-log'

it('logs a trouble that comes with every message once in ten seconds, with how often it came', () => {
  const lines: unknown[] = []
  let nowMs = 1_000_000
  const onTrouble = troubleLog({ warn: (details: unknown) => lines.push(details) }, () => nowMs)
  for (let n = 0; n < 10_000; n++) onTrouble(`a message of agent ${n}`, new Error('the disk is full'))
  onTrouble('another one', new Error('a closed file'))
  nowMs += 10_000
  onTrouble('a message of agent 7', new Error('the disk is full'))
  expect(lines).toEqual([
    { reason: 'the disk is full' },
    { reason: 'a closed file' },
    { reason: 'the disk is full', timesSinceLastLogged: 9_999 },
  ])
})

it('tells no more kinds apart than its bound, and logs each of them', () => {
  let lines = 0
  const onTrouble = troubleLog({ warn: () => lines++ }, () => 0)
  for (let n = 0; n < 300; n++) onTrouble('trouble', new Error(`reason ${n}`))
  expect(lines).toBe(300)
  onTrouble('trouble', new Error('reason 0'))
  expect(lines).toBe(301)
})
