import { expect, it } from 'vitest'
import { DrivenCore, rowsOf } from './testing/driven-core'
import { frameBlock, life, T0, temporaryFolder } from './testing/made-up'

it('seals frames before their time where they take more memory than they may', () => {
  const driven = new DrivenCore({ folder: temporaryFolder(), unsealedBytes: 1_000_000 })
  driven.write([life('b1', ['a'])], [])
  for (let part = 0; part < 10; part++) {
    const rows = Array.from({ length: 59 }, (_, row) => [
      part * 59 + row + 1,
      T0 + row,
      ...Array.from({ length: 300 }, () => Math.random()),
    ])
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(rows) }])
    driven.core.tend(T0 + part)
  }
  // 59 frames of 300 floats are 159 kB: with the sixth part it nears what it may, long before ten minutes or 600 frames.
  expect(driven.rows('block', 'tier = 1')).toBe(1)
  expect(driven.rows('journal')).toBe(4)
})

it('seals few of them at a time where they near what they may take together, and goes on only past it', () => {
  const driven = new DrivenCore({ folder: temporaryFolder(), unsealedBytes: 1_000_000 })
  const names = Array.from({ length: 100 }, (_, at) => `s${at}`)
  const boots = Array.from({ length: 40 }, (_, at) => `b${at}`)
  driven.write(
    boots.map((boot) => life(boot, names)),
    [],
  )
  const comes = (some: readonly string[]) => {
    const rows = Array.from({ length: 60 }, (_, row) => [row + 1, T0 + row * 1_000, ...names.map(() => Math.random())])
    driven.write(
      [],
      some.map((boot) => ({ process: 'api.a', boot, block: frameBlock(rows) })),
    )
  }
  const sealed = () => driven.rows('block', 'tier = 1')
  let came = 0
  while (sealed() === 0 && came < boots.length) {
    comes(boots.slice(came, ++came))
    expect(driven.core.tend(T0).hasMore).toBe(false)
  }
  expect(came).toBeGreaterThan(10)
  expect(sealed()).toBe(1)
  comes(boots.slice(came))
  expect(driven.core.tend(T0).hasMore).toBe(true)
  for (let pieces = 0; pieces < 40 && driven.core.tend(T0).hasMore;) pieces++
  // Those that are held take less than all of it again.
  expect(sealed()).toBeGreaterThan(boots.length - came)
  expect(sealed()).toBeLessThan(boots.length)
})

it('seals no more than a piece at a time, and is through after a few', () => {
  const driven = new DrivenCore({ folder: temporaryFolder() })
  const names = Array.from({ length: 100 }, (_, at) => `s${at}`)
  const boots = Array.from({ length: 16 }, (_, at) => `b${at}`)
  driven.write(
    boots.map((boot) => life(boot, names)),
    [],
  )
  const rows = Array.from({ length: 600 }, (_, row) => [row + 1, T0 + row * 1_000, ...names.map((_, at) => at + row)])
  driven.write(
    [],
    boots.map((boot) => ({ process: 'api.a', boot, block: frameBlock(rows) })),
  )
  const sealed: number[] = []
  for (let hasMore = true; hasMore; sealed.push(driven.rows('block', 'tier = 1')))
    hasMore = driven.core.tend(T0).hasMore
  expect(sealed).toEqual([...boots.map((_, at) => at + 1), boots.length])
  expect(driven.rows('journal')).toBe(0)
})

it('replays sealed and unsealed frames of the newest life alike', () => {
  const driven = new DrivenCore({ folder: temporaryFolder() })
  driven.write([life('b1', ['a'])], [])
  for (const part of [0, 1, 2]) {
    const rows = Array.from({ length: 600 }, (_, row) => [part * 600 + row + 1, T0 + (part * 600 + row) * 1_000, row])
    driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(rows) }])
    if (part < 2) driven.core.tend(T0)
  }
  const replayed = driven.core.reader.replay('api.a', T0 + 5_000, 60_000)
  expect(replayed?.block.count).toBe(30)
  const minutes = Array.from({ length: 30 }, (_, minute) => minute * 60 + 60)
  expect([...(replayed?.block.seqs ?? [])]).toEqual(minutes)
  expect([...(replayed?.block.values ?? [])]).toEqual(minutes.map((seq) => (seq - 1) % 600))
  expect(driven.core.reader.replay('api.a', T0 + 5_000, 0)?.block.count).toBe(1_795)
})

it('takes late frames into blocks of their own size, and finds them by their time', () => {
  const driven = new DrivenCore({ folder: temporaryFolder() })
  driven.write([life('b1', ['a'])], [])
  const rows = Array.from({ length: 2_000 }, (_, row) => [row + 1, T0 + row * 1_000, row])
  driven.write([], [{ process: 'api.a', boot: 'b1', block: frameBlock(rows) }])
  driven.core.tend(T0)
  expect(driven.rows('block', 'tier = 1')).toBe(3)
  const [a] = driven.series({ names: ['a'], fromMs: T0 + 1_000_000, toMs: T0 + 1_002_000 })
  expect(a && rowsOf(a)).toEqual([
    [T0 + 1_000_000, 1_000],
    [T0 + 1_001_000, 1_001],
    [T0 + 1_002_000, 1_002],
  ])
})

it('hands frames that came weeks late on to the five-minute points before the finer ones go for their age', () => {
  const driven = new DrivenCore({ folder: temporaryFolder() })
  const boots = Array.from({ length: 30 }, (_, at) => `b${at}`)
  const dayMs = 86_400_000
  driven.nowMs = T0 + 20 * dayMs
  driven.write(
    boots.map((boot) => life(boot, ['a'])),
    [],
  )
  const rows = Array.from({ length: 600 }, (_, row) => [row + 1, T0 + row * 1_000, row])
  driven.write(
    [],
    boots.map((boot) => ({ process: 'api.a', boot, block: frameBlock(rows) })),
  )
  for (let time = 0; time < 5; time++) driven.core.tend((driven.nowMs += 11_000))
  expect(driven.rows('block', 'tier < 300000')).toBe(0)
  expect(driven.rows('block', 'tier = 300000')).toBe(boots.length)
  const [steps] = driven.series({ names: ['a'], fromMs: T0, toMs: T0 + dayMs, stepMs: 300_000 })
  expect(steps && rowsOf(steps).map(([, min, , max]) => [min, max])).toEqual([
    [0, 299],
    [300, 599],
  ])
})
