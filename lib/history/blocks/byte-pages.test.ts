import { expect, it } from 'vitest'
import { BytePages, PagedBytes } from './byte-pages'

const bytes = (length: number, from: number) => Uint8Array.from({ length }, (_, at) => (from + at) % 251)

it('what is appended comes back in a row, over the borders of pages and of slabs', () => {
  const pages = new BytePages()
  const rows = Array.from({ length: 3 }, () => new PagedBytes(pages))
  const expected = rows.map(() => [] as number[])
  for (let turn = 0; turn < 900; turn++) {
    const part = bytes(turn % 7 === 0 ? 2_500 : 1 + (turn % 400), turn)
    rows[turn % 3]?.append(part)
    expected[turn % 3]?.push(...part)
  }
  rows.forEach((row, at) => {
    expect(row.length).toBe(expected[at]?.length)
    expect(Buffer.from(row.read()).equals(Buffer.from(expected[at] ?? []))).toBe(true)
  })
})

it('a page that was given back is the next one taken, and what another row holds stays', () => {
  const pages = new BytePages()
  const [gone, kept] = [new PagedBytes(pages), new PagedBytes(pages)]
  gone.append(bytes(5_000, 1))
  kept.append(bytes(5_000, 2))
  const { slabBytes } = pages
  for (let turn = 0; turn < 3_000; turn++) {
    gone.clear()
    expect(gone.pageBytes).toBe(0)
    gone.append(bytes(5_000, turn))
  }
  expect(pages.slabBytes).toBe(slabBytes)
  expect(kept.read()).toEqual(bytes(5_000, 2))
})

it('slabs that nobody uses any more are let go, but for one, and what stays is whole', () => {
  const pages = new BytePages()
  const rows = Array.from({ length: 500 }, (_, at) => {
    const row = new PagedBytes(pages)
    row.append(bytes(10_000, at))
    return row
  })
  const most = pages.slabBytes
  expect(most).toBeGreaterThan(4_500_000)
  for (const row of rows.slice(3)) row.clear()
  expect(pages.slabBytes).toBeLessThan(most / 2)
  rows.slice(0, 3).forEach((row, at) => expect(row.read()).toEqual(bytes(10_000, at)))
  const next = new PagedBytes(pages)
  next.append(bytes(3_000_000, 5))
  expect(Buffer.from(next.read()).equals(Buffer.from(bytes(3_000_000, 5)))).toBe(true)
  rows.slice(0, 3).forEach((row, at) => expect(row.read()).toEqual(bytes(10_000, at)))
})

it('room that is given back in the first of several slabs is used before another slab is made', () => {
  const pages = new BytePages()
  const rows = Array.from({ length: 300 }, (_, at) => {
    const row = new PagedBytes(pages)
    row.append(bytes(10_000, at))
    return row
  })
  const { slabBytes } = pages
  for (const row of rows.slice(0, 90)) row.clear()
  for (const row of rows.slice(0, 90)) row.append(bytes(10_000, 7))
  expect(pages.slabBytes).toBe(slabBytes)
})
