import { describe, expect, it } from 'vitest'
import type { SeriesPoints } from '../protocol/http-api'
import { planCharts } from './chart-plan'
import { linePicture } from './line-picture'
import { collectionsIn, majorCollections, MEMORY, memoryParts, memoryPicture } from './memory-stack'
import { nearestRow } from './reader'
import { thinRows } from './thin'
import { WindowData } from './window-data'

const START = Date.UTC(2026, 10, 21, 12)
const second = (n: number) => START + n * 1_000
const MIB = 1024 ** 2

function rawWindow(columns: Record<string, (number | null)[]>, at: number[]): WindowData {
  const data = new WindowData(0, second(0))
  const series: SeriesPoints[] = Object.entries(columns).map(([name, values]) => ({
    name,
    unit: 'bytes',
    stepMs: 0,
    points: values.map((value, index) => [second(at[index] ?? index), value]),
  }))
  data.mergeRaw(series)
  return data
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)
const window = { fromMs: second(0), toMs: second(1_000), newestMs: second(1_000), budget: 1_000 }
const lines = [{ name: 'x', kind: 'gauge' as const }]

describe('a picture of lines', () => {
  it('breaks the line where samples are missing, and draws no 0 for an unknown', () => {
    const data = rawWindow({ x: [1, 2, null, 4, 5] }, [0, 1, 2, 3, 30])
    const { t, lines: drawn, holes } = linePicture(data, lines, window)
    expect([...t]).toEqual([0, 1_000, 2_000, 3_000, 16_500, 30_000])
    expect([...(drawn.get('x') ?? [])]).toEqual([1, 2, Number.NaN, 4, Number.NaN, 5])
    expect(holes).toEqual([4])
  })

  it('draws a late sample on, because a late timer is no gap', () => {
    const data = rawWindow({ x: [1, 2, 3, 4] }, [0, 1, 2, 4.2])
    expect(linePicture(data, lines, window)).toMatchObject({ t: { length: 4 }, holes: [] })
  })

  it('draws a counter as its rate, unknown over a gap and into a new life', () => {
    const data = rawWindow({ x: [10, 14, 16, 3, 5, 50] }, [0, 1, 2, 3, 4, 40])
    const { lines: drawn, peak } = linePicture(data, [{ name: 'x', kind: 'counter' }], window)
    const unknown = Number.NaN
    expect([...(drawn.get('x') ?? [])]).toEqual([unknown, 4, 2, unknown, 2, unknown, unknown])
    expect(peak).toBe(4)
  })

  it('draws steps in their middle with their span, and the newest not ahead of what is known', () => {
    const data = new WindowData(10_000, second(0))
    data.mergeSteps([
      {
        name: 'x',
        unit: 'count',
        stepMs: 10_000,
        points: [
          [second(0), 1, 2, 3],
          [second(10), 4, 5, 9],
        ],
      },
    ])
    expect(linePicture(data, lines, { ...window, newestMs: second(12) })).toEqual({
      t: Float64Array.of(5_000, 12_000),
      holes: [],
      lines: new Map([['x', Float64Array.of(2, 5)]]),
      bands: new Map([['x', { floor: Float64Array.of(1, 4), top: Float64Array.of(3, 9) }]]),
      low: 1,
      peak: 9,
    })
  })

  it('knows nothing to read in the middle of a gap', () => {
    const data = rawWindow({ x: [1, 2, 3, 4] }, [0, 1, 2, 30])
    expect([0.4, 1.6, 16, 29.2].map((at) => nearestRow(data, second(at)))).toEqual([0, 2, -1, 3])
  })
})

describe('thinning', () => {
  const values = upTo(5_000).map((at) => (at === 1_234 ? 99 : at === 3_210 ? -99 : Math.sin(at)))
  const data = rawWindow(
    { x: values },
    upTo(5_000).map((at) => at * 0.1),
  )
  const column = data.table.column('x') ?? new Float64Array()

  it('keeps every extreme, the ends, and about as many rows as there is room for', () => {
    const rows = thinRows(data.table, [column], 0, data.table.length, 400)
    expect(rows.length).toBeLessThanOrEqual(404)
    expect(rows.length).toBeGreaterThan(300)
    expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
    for (const row of [0, 1_234, 3_210, 4_999]) expect(rows).toContain(row)
  })

  it('chooses the same rows when the window has moved on', () => {
    const before = new Set(thinRows(data.table, [column], 100, 4_100, 400))
    const after = thinRows(data.table, [column], 110, 4_110, 400).slice(5, -5)
    expect(after.filter((row) => before.has(row)).length / after.length).toBeGreaterThan(0.95)
  })

  it('leaves few rows as they are', () => expect(thinRows(data.table, [column], 5, 9, 400)).toEqual([5, 6, 7, 8]))
})

describe('the memory stack', () => {
  const all = { heapUsed: 80, heapTotal: 100, liveSet: 60, external: 5, unattributed: 40, rss: 150 }
  const unknown = Object.fromEntries(Object.keys(all).map((name) => [name, Number.NaN])) as typeof all

  it('divides the heap into live set, garbage and free', () => {
    expect(memoryParts(all)).toEqual({
      live: 60,
      garbage: 20,
      heap: null,
      free: 20,
      external: 5,
      unattributed: 40,
      rss: 150,
    })
  })

  it('shows heap used as one band while the live set is unknown', () => {
    expect(memoryParts({ ...all, liveSet: Number.NaN })).toMatchObject({
      live: null,
      garbage: null,
      heap: 80,
      free: 20,
    })
  })

  it('has no negative band, and leaves unknown parts unknown', () => {
    expect(memoryParts({ ...all, liveSet: 90 })).toMatchObject({ live: 80, garbage: 0 })
    expect(memoryParts({ ...unknown, rss: 150 })).toEqual({
      live: null,
      garbage: null,
      heap: null,
      free: null,
      external: null,
      unattributed: null,
      rss: 150,
    })
  })

  it('puts bands on top of each other', () => {
    const series = Object.entries(MEMORY).map(([name, series]) => [series, [all[name as keyof typeof all] * MIB]])
    const columns = Object.fromEntries(series) as Record<string, number[]>
    const { bands, lines: drawn, peak } = memoryPicture(rawWindow(columns, [0]), window)
    const mib = Array.from(bands, ([band, { floor, top }]) => [band, (floor[0] ?? 0) / MIB, (top[0] ?? 0) / MIB])
    expect(mib).toEqual([
      ['live', 0, 60],
      ['garbage', 60, 80],
      ['free', 80, 100],
      ['external', 100, 105],
      ['unattributed', 105, 145],
    ])
    expect(drawn.get('rss')).toEqual(Float64Array.of(150 * MIB))
    expect(peak).toBe(150 * MIB)
  })

  it('has heap used as one band until the live set is known, and leaves no hole between the two', () => {
    const data = rawWindow({ [MEMORY.heapUsed]: [8, 9, 9, 9], [MEMORY.liveSet]: [null, null, 5, 5] }, upTo(4))
    const { bands } = memoryPicture(data, window)
    const unknown = Number.NaN
    expect(bands).toEqual(
      new Map([
        ['heap', { floor: Float64Array.of(0, 0, 0, unknown), top: Float64Array.of(8, 9, 9, unknown) }],
        ['live', { floor: Float64Array.of(unknown, unknown, 0, 0), top: Float64Array.of(unknown, unknown, 5, 5) }],
        ['garbage', { floor: Float64Array.of(unknown, unknown, 5, 5), top: Float64Array.of(unknown, unknown, 9, 9) }],
      ]),
    )
  })

  it('marks major collections where their counter rises, also over a restart', () => {
    const data = rawWindow({ 'gc.major_count': [4, 4, 6, 6, 0, 1] }, upTo(6))
    expect(majorCollections(data, second(0), second(9))).toEqual([
      { atMs: second(2), count: 2 },
      { atMs: second(5), count: 1 },
    ])
  })

  it('counts them whole, also where a far range knows their counter as means', () => {
    const data = rawWindow({ 'gc.major_count': [4, 4.4, 5.25, 6.9] }, upTo(4))
    expect(collectionsIn(majorCollections(data, second(0), second(9)))).toBe(3)
    expect(collectionsIn([])).toBe(0)
  })
})

describe('the charts of a process', () => {
  const declared = [
    ...['rss', 'heap_used', 'heap_total', 'live_set', 'external', 'array_buffers', 'unattributed'].map((name) => ({
      name: `memory.${name}`,
      kind: 'memory' as const,
      unit: 'bytes' as const,
    })),
    { name: 'loop.delay_p99_ms', kind: 'gauge' as const, unit: 'ms' as const },
    { name: 'gc.major_count', kind: 'counter' as const, unit: 'count' as const },
    { name: 'streams.ws', kind: 'streams' as const, unit: 'count' as const, matches: 'clients.ws' },
    { name: 'pool.mesh', kind: 'pool' as const, unit: 'count' as const, max: 1_000 },
    { name: 'clients.ws', kind: 'clients' as const, unit: 'count' as const, max: 10_000 },
  ]
  const plans = planCharts(declared)

  it('are memory first, then structures, then the runtime', () => {
    expect(plans.map(({ key }) => key)).toEqual([
      'memory',
      'clients.ws+streams.ws',
      'pool.mesh',
      'outside-heap',
      'loop.delay_p99_ms',
    ])
  })

  it('draw streams beside the clients that they must equal', () => {
    expect(plans[1]).toMatchObject({
      title: 'clients.ws and streams.ws',
      lines: [{ name: 'clients.ws', max: 10_000 }, { name: 'streams.ws' }],
    })
  })

  it('show every series once, apart from what lies outside the heap and what is a mark', () => {
    const drawn = new Set(plans.flatMap((plan) => plan.lines.map(({ name }) => name)))
    expect(declared.filter(({ name }) => !drawn.has(name)).map(({ name }) => name)).toEqual(['gc.major_count'])
  })
})
