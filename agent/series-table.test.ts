import { expect, test } from 'vitest'
import type { ColumnWriter } from './series-table'
import { SeriesTable } from './series-table'
import { warningsOf } from './testing/told-warnings'

const gauge = (name: string) => ({ name, kind: 'gauge', unit: 'count' }) as const

function readings(table: SeriesTable): number[] {
  table.read()
  return [...table.row.subarray(0, table.width)]
}

test('Sizes, lengths, functions and watched objects are read at each reading.', async () => {
  const told = await warningsOf((warnings) => {
    const table = new SeriesTable(warnings)
    const map = new Map([[1, 1]])
    const list = [1, 2, 3]
    const server = { connections: 4 }
    table.add(gauge('map'), map)
    table.add(gauge('list'), list)
    table.add(gauge('call'), () => 9)
    table.add(gauge('object'), { of: server, read: (watched: typeof server) => watched.connections })
    expect(readings(table)).toEqual([1, 3, 9, 4])
    map.clear()
    server.connections++
    expect(readings(table)).toEqual([0, 3, 9, 5])
  })
  expect(told).toEqual([])
})

test('A source that throws, or gives what is no number, reads "not known", harms no other series, and is told once.', async () => {
  const told = await warningsOf((warnings) => {
    const table = new SeriesTable(warnings)
    let isBroken = true
    table.add(gauge('throws'), () => {
      if (isBroken) throw new Error('the pool is closed')
      return 2
    })
    table.add(gauge('text'), () => '12')
    table.add(gauge('endless'), () => 1 / 0)
    table.add(gauge('absent'), () => null)
    table.add(gauge('good'), () => 5)
    for (let time = 0; time < 3; time++) expect(readings(table)).toEqual([NaN, NaN, NaN, NaN, 5])
    isBroken = false
    expect(readings(table)[0]).toBe(2)
  })
  expect(told.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => 'TIDEMARK_BAD_READING'))
  expect(told[0]?.message).toContain('the source of throws threw: the pool is closed')
  expect(told[1]?.message).toContain('"12", which is no finite number')
})

test('A removed series keeps its column and reads "not known", until its name is declared again.', async () => {
  await warningsOf((warnings) => {
    const table = new SeriesTable(warnings)
    const remove = table.add(gauge('a'), () => 1)
    table.add(gauge('b'), () => 2)
    remove?.()
    expect(readings(table)).toEqual([NaN, 2])
    table.add(gauge('a'), () => 3)
    remove?.()
    expect(readings(table)).toEqual([3, 2])
  })
})

test('A name declared twice reads the later source, and says so.', async () => {
  const told = await warningsOf((warnings) => {
    const table = new SeriesTable(warnings)
    table.add(gauge('a'), () => 1)
    table.add(gauge('a'), () => 2)
    expect(readings(table)).toEqual([2])
    expect(table.add({ name: 'a', kind: 'pool', unit: 'count' }, () => 3)).toBeNull()
    expect(readings(table)).toEqual([2])
  })
  expect(told.map(({ code }) => code)).toEqual(['TIDEMARK_BAD_SERIES'])
})

test.each([
  ['9lives', () => 1, 'a name is a letter'],
  ['ok', 'text', 'its source must be a function'],
  ['ok', null, 'its source must be a function'],
  ['ok', { of: null, read: () => 1 }, 'its source must be a function'],
])('A series %s that cannot be is left out, and told.', async (name, source, sentence) => {
  const told = await warningsOf((warnings) => {
    const table = new SeriesTable(warnings)
    expect(table.add(gauge(name), source)).toBeNull()
    expect(table.width).toBe(0)
  })
  expect(told[0]?.message).toContain(sentence)
})

test('More series than the wire admits are left out, and told once.', async () => {
  const told = await warningsOf((warnings) => {
    const table = new SeriesTable(warnings, 3)
    for (let count = 0; count < 6; count++) table.add(gauge(`g${count}`), () => count)
    expect(readings(table)).toEqual([0, 1, 2])
  })
  expect(told).toHaveLength(1)
})

test('A probe that throws reads "not known" in its own columns only, and its names cannot be taken.', async () => {
  const told = await warningsOf((warnings) => {
    const table = new SeriesTable(warnings)
    const broken: ColumnWriter = {
      series: [gauge('one'), gauge('two')],
      read(row, offset) {
        row[offset] = 1
        throw new Error('no such file')
      },
    }
    table.addWriter(broken)
    table.add(gauge('mine'), () => 7)
    expect(table.add(gauge('two'), () => 8)).toBeNull()
    expect(readings(table)).toEqual([NaN, NaN, 7])
  })
  expect(told.map(({ code }) => code)).toEqual(['TIDEMARK_BAD_SERIES', 'TIDEMARK_PROBE'])
})
