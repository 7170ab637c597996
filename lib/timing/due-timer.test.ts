import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DueTimer } from './due-timer'

let nowMs = 0
let ran: number[] = []
const timer = () =>
  new DueTimer(
    () => ran.push(nowMs),
    () => nowMs,
  )

/** Time that passes while the loop does something else: no timer runs. */
const blocked = (ms: number): void => void (nowMs += ms)
/** Time in which the loop has its turns. */
function passing(ms: number): void {
  for (let at = 0; at < ms; at++) {
    nowMs++
    vi.advanceTimersByTime(1)
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  nowMs = 1_000
  ran = []
})
afterEach(() => {
  vi.useRealTimers()
})

it('runs once when its time has come, and no sooner where somebody would wait longer', () => {
  const due = timer()
  due.within(50)
  due.within(500)
  passing(49)
  expect([ran, due.isWaiting]).toEqual([[], true])
  passing(1_000)
  expect([ran, due.isWaiting]).toEqual([[1_050], false])
})

it('runs sooner where somebody cannot wait so long', () => {
  const due = timer()
  due.within(500)
  due.within(20)
  passing(1_000)
  expect(ran).toEqual([1_020])
})

it('runs by what arrives while the loop does not come to it, once', () => {
  const due = timer()
  due.within(20)
  due.catchUp()
  blocked(19)
  due.catchUp()
  expect(ran).toEqual([])
  blocked(1)
  due.catchUp()
  due.catchUp()
  passing(100)
  expect(ran).toEqual([1_020])
  due.within(20)
  blocked(30)
  due.within(20)
  expect(ran).toEqual([1_020, 1_150])
})

it('does not run once it is cancelled', () => {
  const due = timer()
  due.within(20)
  due.cancel()
  blocked(30)
  due.catchUp()
  passing(100)
  expect(ran).toEqual([])
})
