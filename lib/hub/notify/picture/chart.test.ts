import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import type { Unit } from '../../../protocol/vocabulary'
import { Bitmap } from './bitmap'
import { drawChart } from './chart'
import { pngOf } from './png'
import { thinned } from './thinned'
import { ticksOf } from './ticks'

const BEGIN_MS = Date.UTC(2026, 10, 21, 12)
const minute = (at: number) => BEGIN_MS + at * 60_000
const series = (count: number, value: (at: number) => number, unit: Unit = 'count') => ({
  unit,
  atMs: Array.from({ length: count }, (_, at) => minute(at)),
  values: Array.from({ length: count }, (_, at) => value(at)),
  onsetMs: minute(0),
})

const BLUE = [20, 99, 186]
const RED = [179, 38, 30]

async function drawn(...args: Parameters<typeof drawChart>): Promise<PNG> {
  return PNG.sync.read((await drawChart(...args)) ?? Buffer.alloc(0))
}

/** The highest row with this color in a column; `null` where there is none. */
function topOf(png: PNG, x: number, color: readonly number[]): number | null {
  for (let y = 0; y < png.height; y += 1) {
    const at = (y * png.width + x) * 4
    if (color.every((part, channel) => png.data[at + channel] === part)) return y
  }
  return null
}

describe('the picture of a chart', () => {
  it('rises where the values rise', async () => {
    const png = await drawn(series(100, (at) => at))
    const tops = [300, 500, 700, 900].map((x) => topOf(png, x, BLUE) ?? Number.NaN)
    expect(tops).toEqual([...tops].sort((a, b) => b - a))
    expect(new Set(tops).size).toBe(4)
  })

  it('has a gap where values are not known', async () => {
    const png = await drawn(series(100, (at) => (at > 40 && at < 60 ? Number.NaN : 5 + (at % 2))))
    expect(topOf(png, 300, BLUE)).not.toBeNull()
    expect(topOf(png, 605, BLUE)).toBeNull()
    expect(topOf(png, 900, BLUE)).not.toBeNull()
  })

  it('has a line at the limit, unless that would press the values flat', async () => {
    const near = await drawn({ ...series(10, (at) => 100 + at), limit: 150 })
    const columns = Array.from({ length: 800 }, (_, x) => x + 200)
    expect(columns.some((x) => topOf(near, x, RED) !== null)).toBe(true)
    const far = await drawn({ ...series(10, (at) => 100 + at), limit: 1_000_000 })
    expect(columns.some((x) => topOf(far, x, RED) !== null)).toBe(false)
  })

  it('draws a flat line, one that falls below nothing, and no line of one value', async () => {
    const zeroes = series(10, () => 0, 'bytes')
    const below = series(10, (at) => -at, 'ms')
    for (const points of [zeroes, below]) expect(topOf(await drawn(points), 600, BLUE)).not.toBeNull()
    expect(await drawChart(series(1, () => 1))).toBeNull()
    expect(await drawChart(series(10, () => Number.NaN))).toBeNull()
    expect(await drawChart({ atMs: [], values: [], unit: 'count', onsetMs: 0 })).toBeNull()
  })

  it('is small, also of a million values', async () => {
    const png = await drawChart(series(1_000_000, (at) => at + (at % 977)))
    expect(png?.length).toBeLessThan(60_000)
  })
})

describe('a picture as a file', () => {
  it('is read by another program as it was drawn', async () => {
    const bitmap = new Bitmap(7, 5)
    bitmap.rectangle(1, 2, 3, 2, [10, 20, 30])
    bitmap.rectangle(-5, -5, 6, 6, [200, 0, 0])
    bitmap.rectangle(6, 4, 100, 100, [0, 200, 0])
    const png = PNG.sync.read(await pngOf(bitmap))
    expect([png.width, png.height]).toEqual([7, 5])
    const pixel = (x: number, y: number) => [...png.data.subarray((y * 7 + x) * 4, (y * 7 + x) * 4 + 3)]
    expect(pixel(2, 3)).toEqual([10, 20, 30])
    expect(pixel(0, 0)).toEqual([200, 0, 0])
    expect(pixel(6, 4)).toEqual([0, 200, 0])
    expect(pixel(5, 0)).toEqual([255, 255, 255])
  })
})

describe('many points in few columns', () => {
  it('keep the lowest and the highest of each column', () => {
    const [run = []] = thinned(
      series(10_000, (at) => (at === 5_000 ? 99 : at === 7_000 ? -99 : 0)),
      100,
    )
    expect(run.length).toBeLessThanOrEqual(404)
    expect(run.map(({ value }) => value)).toEqual(expect.arrayContaining([99, -99]))
    expect(run.map(({ atMs }) => atMs)).toEqual(run.map(({ atMs }) => atMs).sort((a, b) => a - b))
  })

  it('are runs of known ones', () => {
    const runs = thinned(
      series(9, (at) => (at % 3 === 0 ? Number.NaN : at)),
      100,
    )
    expect(runs.map((run) => run.map(({ value }) => value))).toEqual([
      [1, 2],
      [4, 5],
      [7, 8],
    ])
  })
})

describe('the values on an axis', () => {
  it.each([
    [0, 100, 'count', [0, 50, 100]],
    [3, 17, 'count', [0, 5, 10, 15, 20]],
    [0, 1, 'ratio', [0, 0.5, 1]],
    [100 * 2 ** 20, 170 * 2 ** 20, 'bytes', [100, 120, 140, 160, 180].map((mib) => mib * 2 ** 20)],
    [5, 5, 'count', [5, 5.2]],
    [0, 0, 'count', [0, 0.5]],
  ] as const)('from %d to %d %s are round in their unit', (min, max, unit, wanted) => {
    const ticks = ticksOf(min, max, unit)
    expect(ticks[0]).toBeLessThanOrEqual(min)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(max)
    expect(ticks.length).toBeLessThanOrEqual(7)
    expect(ticks.map((tick) => Number(tick.toPrecision(12)))).toEqual(wanted)
  })
})
