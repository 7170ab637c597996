import { describe, expect, it } from 'vitest'
import { chooseStep } from './step'
import { Tail } from './tail'
import { maxColumn, minColumn, WindowData } from './window-data'

const START = Date.UTC(2026, 10, 21, 12)
const second = (n: number) => START + n * 1_000

function tailOf(seconds: number[], coversFrom: number | null = null): Tail {
  const tail = new Tail(2)
  tail.setLayout('b', ['x', 'y'])
  if (coversFrom !== null) tail.mergeHistory(second(coversFrom), [])
  tail.take(
    'b',
    seconds.map((n) => [n + 1, second(n), n, null]),
  )
  return tail
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
const times = (data: WindowData) =>
  [...data.table.atMs.subarray(0, data.table.length)].map((atMs) => (atMs - START) / 1_000)
const column = (data: WindowData, name: string) => [
  ...(data.table.column(name) ?? new Float64Array()).subarray(0, data.table.length),
]

describe('the tail of raw frames', () => {
  it('takes a frame once, in order or late, and says which were new', () => {
    const tail = tailOf(range(0, 5))
    const again = tail.take('b', [
      [3, second(2), 99, null],
      [11, second(10), 10, null],
      [8, second(7), 7, null],
    ])
    expect(again.times).toEqual([second(10), second(7)])
    expect([...tail.table.atMs.subarray(0, tail.table.length)]).toEqual([0, 1, 2, 3, 4, 7, 10].map(second))
    expect(tail.table.column('x')?.[2]).toBe(2)
  })

  it('does not guess the order of another life’s values', () => {
    const tail = tailOf([0])
    expect(tail.take('other', [[1, second(1), 5, 6]])).toEqual({ times: [], unreadable: 1 })
  })

  it('keeps unknown as unknown', () => {
    expect(tailOf([0]).table.column('y')?.[0]).toBeNaN()
  })

  it('forgets that it is complete where the oldest rows had to go', () => {
    const tail = new Tail(1_000_000)
    tail.setLayout('b', ['x'])
    tail.mergeHistory(second(0), [])
    tail.take(
      'b',
      range(0, 1_200).map((n) => [n + 1, second(n), n]),
    )
    expect(tail.table.length).toBeLessThanOrEqual(900)
    expect([tail.covers(second(0)), tail.covers(second(1_100))]).toEqual([false, true])
  })
})

describe('a window of raw frames', () => {
  it('joins history and live frames without a second copy of any', () => {
    const data = new WindowData(0, second(0))
    data.mergeRaw([{ name: 'x', unit: 'count', stepMs: 0, points: range(0, 6).map((n) => [second(n), n]) }])
    data.takeAll(tailOf(range(4, 9)))
    expect(times(data)).toEqual(range(0, 9))
    expect(column(data, 'x')).toEqual(range(0, 9))
  })

  it('fills the gap of an outage with frames that come late', () => {
    const tail = tailOf([...range(0, 5), ...range(20, 25)])
    const data = new WindowData(0, second(0))
    data.takeAll(tail)
    const late = tail.take(
      'b',
      range(5, 20).map((n) => [n + 1, second(n), n, null]),
    )
    data.takeFrom(tail, late.times)
    expect(times(data)).toEqual(range(0, 25))
  })

  it('holds its picture: frames after its end are not of it', () => {
    const data = new WindowData(0, second(0), second(3))
    data.takeAll(tailOf(range(0, 10)))
    expect(times(data)).toEqual([0, 1, 2, 3])
  })
})

describe('a window of steps', () => {
  it('folds live frames into min, mean and max of their step', () => {
    const data = new WindowData(10_000, second(0))
    data.takeAll(tailOf(range(0, 15), 0))
    expect(times(data)).toEqual([0, 10])
    expect([column(data, minColumn('x')), column(data, 'x'), column(data, maxColumn('x'))]).toEqual([
      [0, 10],
      [4.5, 12],
      [9, 14],
    ])
    expect(column(data, 'y')).toEqual([Number.NaN, Number.NaN])
  })

  it('folds a step again when a frame of it comes late', () => {
    const tail = tailOf([0, 1, 2, 12], 0)
    const data = new WindowData(10_000, second(0))
    data.takeAll(tail)
    data.takeFrom(tail, tail.take('b', [[100, second(9), 40, null]]).times)
    expect(column(data, maxColumn('x'))).toEqual([40, 12])
  })

  it('asks history for steps of which it has only a part, and takes its word', () => {
    const tail = tailOf(range(14, 25), 20)
    const data = new WindowData(10_000, second(0))
    const ask = data.takeFrom(tail, [second(14), second(22)])
    expect(ask).toEqual({ askFromMs: second(10), askToMs: second(20) - 1 })
    expect(times(data)).toEqual([20])
    data.mergeSteps([
      {
        name: 'x',
        unit: 'count',
        stepMs: 10_000,
        points: [
          [second(0), null, null, null],
          [second(10), 1, 2, 3],
        ],
      },
    ])
    expect(times(data)).toEqual([10, 20])
    expect(column(data, 'x')).toEqual([2, 22])
  })
})

describe('the step of a picture', () => {
  it.each([
    [300_000, 400, 0],
    [3_600_000, 400, 10_000],
    [3_600_000, 180, 20_000],
    [21_600_000, 400, 60_000],
    [86_400_000, 400, 300_000],
    [400 * 86_400_000, 100, 86_400_000],
  ])('of %d ms on %d points is %d ms', (spanMs, points, stepMs) => expect(chooseStep(spanMs, points)).toBe(stepMs))
})
