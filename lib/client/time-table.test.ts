import { describe, expect, it } from 'vitest'
import { TimeTable } from './time-table'

function filled(capacity: number, times: number[]): TimeTable {
  const table = new TimeTable(capacity)
  write(table, times)
  return table
}

/** Writes ten times the time as the value, so that a value shows which row it belongs to. */
function write(table: TimeTable, times: number[]): void {
  table.addTimes(times)
  const column = table.openColumn('x')
  for (const atMs of times) {
    const row = table.rowAt(atMs)
    if (row >= 0) column[row] = atMs * 10
  }
}

const times = (table: TimeTable) => [...table.atMs.subarray(0, table.length)]
const values = (table: TimeTable) => [...(table.column('x') ?? new Float64Array()).subarray(0, table.length)]

describe('a table of rows by time', () => {
  it('merges late rows into their place, with their values', () => {
    const table = filled(16, [1, 2, 3, 9])
    write(table, [7, 5, 6])
    expect(times(table)).toEqual([1, 2, 3, 5, 6, 7, 9])
    expect(values(table)).toEqual([10, 20, 30, 50, 60, 70, 90])
  })

  it('keeps one row a time, however often it comes', () => {
    const table = filled(16, [1, 2])
    expect(table.addTimes([2, 2, 1])).toEqual({ added: 0, evicted: 0 })
    expect(times(table)).toEqual([1, 2])
  })

  it('never holds more than its capacity, and lets the oldest go', () => {
    const table = new TimeTable(32)
    for (let atMs = 1; atMs <= 1_000; atMs += 1) write(table, [atMs])
    expect(table.length).toBeLessThanOrEqual(32)
    expect(table.length).toBeGreaterThan(24)
    expect(table.lastMs).toBe(1_000)
    expect(values(table)).toEqual(times(table).map((atMs) => atMs * 10))
  })

  it('takes no rows older than all it has when it is full', () => {
    const table = filled(4, [10, 11, 12, 13])
    write(table, [1])
    expect(table.rowAt(1)).toBe(-1)
    expect(table.lastMs).toBe(13)
  })

  it('reads unknown where a column was not written', () => {
    const table = filled(8, [1, 2])
    expect(table.openColumn('later')[1]).toBeNaN()
    expect(table.column('never')).toBeUndefined()
  })

  it('finds the first row at or after a time', () => {
    const table = filled(8, [10, 20, 30])
    expect([5, 10, 11, 30, 31].map((atMs) => table.lowerBound(atMs))).toEqual([0, 0, 1, 2, 3])
  })

  it('refuses a capacity that is none', () => {
    expect(() => new TimeTable(0)).toThrow(RangeError)
  })
})
