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

function fanOutOf(steadyMs = () => performance.now(), onLost: (items: number) => void = () => {}): FanOut {
  const fanOut = new FanOut({
    nowMs: Date.now,
    steadyMs,
    entry: () => undefined,
    entries: () => [],
    count: () => 3,
    alertsSummary: () => ({ pending: 0, firing: 0, waiting: 0 }),
    historyHealth: () => ({ state: 'ready' }),
    refusedLately: () => [],
    onLost,
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

describe('after a batch', () => {
  /** A viewer of 600 rows, three batches, each of which takes as long as said; and the ms that were waited before each. */
  function told(tookMs: number): { batches: number[]; waitedMs: number[] } {
    let [clockMs, endedMs] = [0, 0]
    const [batches, waitedMs]: [number[], number[]] = [[], []]
    const fanOut = fanOutOf(() => clockMs)
    const send = ({ items }: LiveBatch) => {
      batches.push(items.filter(({ type }) => type === 'row').length)
      waitedMs.push(clockMs - endedMs)
      endedMs = clockMs += tookMs
    }
    fanOut.watch(new Viewer({ send, waiting: () => 0 }), true, null)
    for (let number = 1; number <= 600; number++) fanOut.onRow(entryOf(number))
    // What arrives finds what is due, a millisecond after the other.
    for (; batches.length < 3 && clockMs < 10_000; clockMs++) comes(fanOut, 1_000)
    return { batches, waitedMs }
  }

  it('the others have nine times as long as it took, where more is owed', () => {
    expect(told(12)).toEqual({ batches: [200, 200, 200], waitedMs: [16, 108, 108] })
  })

  it('rests for no less than a picture, and no more than 150 ms', () => {
    expect(told(1).waitedMs).toEqual([16, 16, 16])
    expect(told(2_000).waitedMs).toEqual([16, 150, 150])
  })
})

describe('while it is held', () => {
  /** What a viewer of all rows lost of five beats, where so many ms go by before the last two. */
  function lost(everyMs: number): number {
    let [clockMs, lostItems] = [0, 0]
    const fanOut = fanOutOf(
      () => clockMs,
      (items) => (lostItems += items),
    )
    fanOut.watch(new Viewer({ send: () => {}, waiting: () => 0 }), true, null)
    fanOut.hold(true)
    for (const number of [1, 2, 3]) comes(fanOut, number)
    for (const number of [4, 5]) {
      clockMs += everyMs
      comes(fanOut, number)
    }
    return lostItems
  }

  it('counts all that its viewers lose, whether beats are due before a batch is or with it', () => {
    expect(lost(17)).toBe(5)
    expect(lost(500)).toBe(5)
  })
})
