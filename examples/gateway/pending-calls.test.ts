import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FaultSwitch } from './faults'
import { PendingCalls } from './pending-calls'

describe('pending calls', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const everybody = new Set([1, 2])

  it('answer who asked, by the name that the caller gave the call', () => {
    const calls = new PendingCalls(64, new FaultSwitch(undefined))
    const id = calls.open(1, 77, 1_000, () => {})
    expect(calls.answer(id, everybody)).toMatchObject({ caller: 1, askedAs: 77 })
    expect(calls.answer(id, everybody)).toBeUndefined()
    expect(calls.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('end at their deadline', () => {
    const calls = new PendingCalls(64, new FaultSwitch(undefined))
    const late = vi.fn()
    calls.open(1, 1, 1_000, late)
    vi.advanceTimersByTime(1_000)
    expect(late).toHaveBeenCalledOnce()
    expect(calls.size).toBe(0)
  })

  it('end with their caller, and with it their timers', () => {
    const calls = new PendingCalls(64, new FaultSwitch(undefined))
    for (let call = 0; call < 5; call++) calls.open(call % 2, call, 1_000, () => {})
    expect(calls.callerGone(0)).toBe(3)
    expect(calls.size).toBe(2)
    expect(vi.getTimerCount()).toBe(2)
  })

  it('calls-kept: stay for ever when their caller has died, answered or not, and go when the fault is off', () => {
    const faults = new FaultSwitch('calls-kept')
    const calls = new PendingCalls(64, faults)
    const answered = calls.open(1, 1, 1_000, () => {})
    calls.open(1, 2, 1_000, () => {})
    const alive = calls.open(2, 3, 60_000, () => {})
    const left = new Set([2])
    expect(calls.callerGone(1)).toBe(0)
    expect(calls.answer(answered, left)).toBeUndefined()
    expect(calls.answer(alive, left)).toMatchObject({ caller: 2 })
    vi.advanceTimersByTime(10_000)
    expect(calls.size).toBe(2)
    faults.isOn = false
    expect(calls.removeOrphans(left)).toBe(2)
    expect(calls.size).toBe(0)
  })
})
