import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Asker } from './asker'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A question whose answers come when the test lets them. */
function start() {
  const waiting: ((value: string) => void)[] = []
  const got: string[] = []
  let asked = 0
  const asker = new Asker<string>({
    load: () => {
      asked += 1
      return new Promise((resolve) => waiting.push(resolve))
    },
    onAnswer: (value) => got.push(value),
    onFault: (fault) => got.push(`fault: ${fault}`),
    nowMs: () => Date.now(),
  })
  const answer = async (value: string) => {
    waiting.shift()?.(value)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { asker, answer, got, asked: () => asked }
}

describe('a question that is asked again', () => {
  it('is asked once a second at most, whatever the number of changes', async () => {
    const { asker, answer, asked } = start()
    await answer('a')
    for (let at = 0; at < 30; at += 1) {
      asker.again()
      await vi.advanceTimersByTimeAsync(30)
    }
    expect(asked()).toBe(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(asked()).toBe(2)
  })

  it('has an answer although changes come faster than answers', async () => {
    const { asker, answer, got, asked } = start()
    asker.again()
    await vi.advanceTimersByTimeAsync(900)
    asker.again()
    await answer('a')
    expect(got).toEqual(['a'])
    expect(asked()).toBe(1)
    await vi.advanceTimersByTimeAsync(3_600)
    expect(asked()).toBe(2)
    await answer('b')
    expect(got).toEqual(['a', 'b'])
  })

  it('is asked at once where a person changed it, or right after what is under way', async () => {
    const { asker, answer, asked } = start()
    await answer('a')
    asker.hurry()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked()).toBe(2)
    asker.hurry()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked()).toBe(2)
    await answer('b')
    expect(asked()).toBe(3)
  })

  it('is not asked any more once it is stopped, and its late answer is not heard', async () => {
    const { asker, answer, got, asked } = start()
    asker.again()
    asker.stop()
    await answer('late')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(got).toEqual([])
    expect(asked()).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
