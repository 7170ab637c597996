import { describe, expect, it } from 'vitest'
import type { LiveBatch, LiveItem } from '../../protocol/dashboard-wire'
import type { ProcessEntry } from '../roster/process-entry'
import { beatOf } from '../../client/testing/beats'
import { ROWS_PER_BATCH, Viewer, type Views } from './viewer'

const NOW_MS = Date.UTC(2026, 10, 21, 12)
const entries = Array.from({ length: 450 }, (_, n) => ({ id: `p${n}` }) as ProcessEntry)
const views: Views = {
  row: (entry) => ({ type: 'row', row: { id: entry.id } }) as LiveItem,
  detail: (id) => ({ type: 'detail', detail: { id, series: [] as unknown[] } }) as LiveItem,
  history: () => ({ type: 'history', health: { state: 'ready' } }),
  refused: () => ({ type: 'refused', refused: [] }),
  shedding: () => ({ type: 'shedding', isHolding: false }),
  alerts: () => ({ type: 'alerts', summary: { pending: 0, firing: 0, waiting: 0 }, told: null }),
  allEntries: () => entries,
}
const beat = (n: number): LiveItem => beatOf(0, n, n)
const bigFrames: LiveItem = {
  type: 'frames',
  process: 'p0',
  boot: 'b',
  frames: [Array.from({ length: 250_000 }, () => 1)],
}

/** A transport that takes nothing until it is told to. */
function stuckViewer(): { viewer: Viewer; sent: LiveBatch[]; waiting: { count: number } } {
  const sent: LiveBatch[] = []
  const waiting = { count: 0 }
  const viewer = new Viewer({
    send: (batch) => {
      sent.push(batch)
      waiting.count++
    },
    waiting: () => waiting.count,
  })
  return { viewer, sent, waiting }
}

describe('a viewer that does not read', () => {
  it('is sent a bounded number of batches, loses what comes after, and is told how much once it reads again', () => {
    const { viewer, sent, waiting } = stuckViewer()
    viewer.watch(true, 'p0')
    let lost = 0
    for (let n = 0; n < 100; n++) {
      viewer.push([beat(n)])
      viewer.flush(views, NOW_MS)
      lost += viewer.takeLost()
    }
    expect(sent.length).toBe(32)
    expect(viewer.lostItems).toBe(68)
    expect(lost).toBe(68)
    expect(viewer.isOwed).toBe(true)

    waiting.count = 0
    viewer.flush(views, NOW_MS)
    expect(sent.at(-1)).toMatchObject({ lostItems: 68 })
    expect(sent.at(-1)?.items.map(({ type }) => type)).toEqual([
      ...Array.from({ length: ROWS_PER_BATCH }, () => 'row'),
      'alerts',
      'history',
      'refused',
      'shedding',
      'detail',
    ])
    while (viewer.isOwed) viewer.flush(views, NOW_MS)
    viewer.push([beat(101)])
    viewer.flush(views, NOW_MS)
    expect(sent.at(-1)?.items).toEqual([beat(101)])
    expect(sent.flatMap(({ items }) => items.filter(({ type }) => type === 'row'))).toHaveLength(entries.length)
  })

  it('is not sent a second large batch while the first one waits', () => {
    const { viewer, sent, waiting } = stuckViewer()
    viewer.watch(false, 'p0')
    viewer.push([bigFrames])
    viewer.flush(views, NOW_MS)
    viewer.push([beat(1)])
    viewer.flush(views, NOW_MS)
    expect(sent).toHaveLength(1)
    expect(viewer.lostItems).toBe(1)
    waiting.count = 0
    viewer.flush(views, NOW_MS)
    expect(sent.at(-1)?.items.map(({ type }) => type)).toEqual(['alerts', 'history', 'refused', 'shedding', 'detail'])
  })

  it('is told of those that left the list meanwhile, before the rows of those that are there', () => {
    const { viewer, sent, waiting } = stuckViewer()
    viewer.watch(true, null)
    const [first, second] = entries as [ProcessEntry, ProcessEntry]
    viewer.rows.add(first)
    viewer.rows.add(second)
    waiting.count = 32
    viewer.takeLeft(first)
    viewer.push([beat(1)])
    viewer.flush(views, NOW_MS)
    expect(sent).toEqual([])
    waiting.count = 0
    viewer.flush(views, NOW_MS)
    expect(sent[0]?.items[0]).toEqual({ type: 'left', process: 'p0' })
    expect(sent[0]?.items[1]).toMatchObject({ type: 'row' })
    while (viewer.isOwed) viewer.flush(views, NOW_MS)
    expect(sent.flatMap(({ items }) => items).filter(({ type }) => type === 'left')).toHaveLength(1)
  })

  it('that was shed is told of nothing until it gets the newest state', () => {
    const { viewer, sent } = stuckViewer()
    viewer.watch(true, null)
    viewer.push([beat(1)])
    viewer.shed()
    viewer.push([beat(2)])
    expect(sent).toEqual([])
    expect(viewer.lostItems).toBe(2)
    viewer.flush(views, NOW_MS)
    expect(sent[0]?.items.map(({ type }) => type)).toEqual([
      ...Array.from({ length: ROWS_PER_BATCH }, () => 'row'),
      'alerts',
      'history',
      'refused',
      'shedding',
    ])
  })

  it('hears at once what it is to know before it is shed, unless too much waits for it already', () => {
    const { viewer, sent, waiting } = stuckViewer()
    viewer.watch(true, null)
    viewer.push([beat(1)])
    viewer.tell({ type: 'shedding', isHolding: true }, NOW_MS)
    expect(sent.flatMap(({ items }) => items)).toEqual([{ type: 'shedding', isHolding: true }])
    waiting.count = 32
    viewer.tell({ type: 'shedding', isHolding: true }, NOW_MS)
    expect(sent).toHaveLength(1)
  })

  it('is told how many rows lost a beat, though they come as one item', () => {
    const { viewer, waiting } = stuckViewer()
    viewer.watch(true, null)
    waiting.count = 32
    viewer.push([{ type: 'beats', rows: [1, 2, 3], fromMs: 0, afterMs: [0, 1, 2], memoryBytes: [7, 8, null] }])
    viewer.flush(views, NOW_MS)
    expect(viewer.takeLost()).toBe(3)
    viewer.push([beat(1)])
    viewer.flush(views, NOW_MS)
    expect(viewer.takeLost()).toBe(1)
  })

  it('holds no more items than its bound between two ticks', () => {
    const { viewer, sent } = stuckViewer()
    viewer.watch(true, null)
    for (let n = 0; n < 30; n++) viewer.push(Array.from({ length: 1_000 }, (_, item) => beat(item)))
    expect(viewer.lostItems).toBeGreaterThanOrEqual(10_000)
    viewer.flush(views, NOW_MS)
    expect(sent[0]?.items.every(({ type }) => ['row', 'alerts', 'history', 'refused', 'shedding'].includes(type))).toBe(
      true,
    )
  })
})

it('sends a row that changed twice in a tick once, and no more than a page of rows in a batch', () => {
  const { viewer, sent } = stuckViewer()
  viewer.watch(true, null)
  for (const entry of [...entries, ...entries]) viewer.rows.add(entry)
  while (viewer.isOwed) viewer.flush(views, NOW_MS)
  expect(sent.map(({ items }) => items.length)).toEqual([200, 200, 50])
})
