import { expect, it } from 'vitest'
import type { RefusedLately } from '../../protocol/dashboard-wire'
import { RefusalLog, watchRefusals } from './refused-lately'

const START_MS = Date.UTC(2026, 0, 2)

it('counts what was refused within the last minute by code, the most frequent first, and forgets it after that', () => {
  const log = new RefusalLog()
  log.note('bad_frame', 'the first.', START_MS)
  for (let n = 0; n < 3; n++) log.note('rate_limited', `number ${n}.`, START_MS + 30_000 + n)
  expect(log.read(START_MS + 31_000)).toEqual([
    { code: 'rate_limited', count: 3, message: 'number 2.' },
    { code: 'bad_frame', count: 1, message: 'the first.' },
  ])
  expect(log.read(START_MS + 61_000)).toEqual([{ code: 'rate_limited', count: 3, message: 'number 2.' }])
  expect(log.read(START_MS + 95_000)).toEqual([])
})

it('holds no more than a minute of counts, however long refusals go on', () => {
  const log = new RefusalLog()
  for (let second = 0; second < 600; second++) log.note('bad_event', 'no.', START_MS + second * 1_000)
  const [refused] = log.read(START_MS + 599_000)
  expect(refused?.count).toBe(60)
})

it('tells the first refusal and the last at once, and in between at most every five seconds', () => {
  let nowMs = START_MS
  let refused: RefusedLately = []
  const told: number[] = []
  const step = watchRefusals(
    () => refused,
    () => nowMs,
    (now) => told.push(now[0]?.count ?? 0),
  )
  const second = (count: number) => {
    nowMs += 1_000
    refused = count === 0 ? [] : [{ code: 'bad_event', count, message: 'no.' }]
    step()
  }
  for (const count of [0, 1, 2, 3, 4, 5, 6, 7, 7, 0, 0]) second(count)
  expect(told).toEqual([1, 6, 0])
})
