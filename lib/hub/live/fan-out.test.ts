import { describe, expect, it, onTestFinished } from 'vitest'
import type { LiveBatch } from '../../protocol/dashboard-wire'
import { oneFrame } from '../../protocol/frame-block'
import type { ProcessEntry } from '../roster/process-entry'
import { beatsEveryMs, FanOut } from './fan-out'
import { Viewer } from './viewer'

it('W18: beats of few processes are told five times a second, of more each so many ms as there are, of very many once a second', () => {
  expect([0, 12, 200, 600, 1_000, 10_000].map(beatsEveryMs)).toEqual([200, 200, 200, 600, 1_000, 1_000])
})

const entryOf = (number: number) =>
  ({
    id: `p${number}`,
    number,
    lastFrameAtMs: number * 1_000,
    newest: Float64Array.from([number]),
    memoryIndex: 0,
    series: [{ name: 'memory.rss', kind: 'memory', unit: 'bytes' }],
    life: { boot: 'b' },
    flags: [],
    words: [],
    state: () => 'live',
    spark: { read: () => [] },
  }) as unknown as ProcessEntry

function fanOutOf(): FanOut {
  const fanOut = new FanOut({
    nowMs: Date.now,
    entry: () => undefined,
    entries: () => [],
    count: () => 3,
    alertsSummary: () => ({ pending: 0, firing: 0, waiting: 0 }),
    historyHealth: () => ({ state: 'ready' }),
    refusedLately: () => [],
    onLost: () => {},
  })
  onTestFinished(() => fanOut.stop())
  return fanOut
}

/** One viewer of all processes, or of one of them. */
function watching(process: string | null): { fanOut: FanOut; sent: LiveBatch[] } {
  const sent: LiveBatch[] = []
  const fanOut = fanOutOf()
  fanOut.watch(new Viewer({ send: (batch) => sent.push(batch), waiting: () => 0 }), process === null, process)
  return { fanOut, sent }
}

/** The loop does something else, and runs no timer. */
function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

const comes = (fanOut: FanOut, number: number) => fanOut.onFrames(entryOf(number), oneFrame(1, number * 1_000, 1), [0])
const rowsOf = (sent: readonly LiveBatch[]) =>
  sent.flatMap(({ items }) => items.flatMap((item) => (item.type === 'beats' ? [item.rows] : [])))

describe('a loop that does not come to its timers', () => {
  it('tells beats and frames that are due by what arrives', () => {
    const { fanOut, sent } = watching(null)
    comes(fanOut, 1)
    comes(fanOut, 2)
    block(230)
    expect(sent).toEqual([])
    comes(fanOut, 3)
    block(20)
    comes(fanOut, 4)
    expect(rowsOf(sent)).toEqual([[1, 2, 3]])
  })

  it('tells the frames of a process so, too', () => {
    const { fanOut, sent } = watching('p1')
    comes(fanOut, 1)
    expect(sent).toEqual([])
    block(20)
    comes(fanOut, 1)
    expect(sent.flatMap(({ items }) => items.map(({ type }) => type))).toEqual(['frames', 'frames'])
  })
})

it('W18: beats that come together after a pause are told together', async () => {
  const { fanOut, sent } = watching(null)
  for (const number of [1, 2, 3]) comes(fanOut, number)
  await expect.poll(() => rowsOf(sent)).toEqual([[1, 2, 3]])
})

it('rests after a batch for longer than it took, where more is owed', async () => {
  const ROWS = 450
  const entries = Array.from({ length: ROWS }, (_, at) => entryOf(at + 1))
  const batches: { fromMs: number; toMs: number; rows: number }[] = []
  const send = ({ items }: LiveBatch) => {
    const fromMs = performance.now()
    block(12)
    batches.push({ fromMs, toMs: performance.now(), rows: items.length })
  }
  const fanOut = fanOutOf()
  fanOut.watch(new Viewer({ send, waiting: () => 0 }), true, null)
  for (const entry of entries) fanOut.onRow(entry)
  await expect.poll(() => batches.map(({ rows }) => rows), { timeout: 10_000 }).toEqual([200, 200, 50])
  const rests = batches.slice(1).map(({ fromMs }, at) => fromMs - (batches[at]?.toMs ?? 0))
  // A timer may be a millisecond early.
  for (const restMs of rests) expect(restMs).toBeGreaterThanOrEqual(9 * 12 - 1)
})
