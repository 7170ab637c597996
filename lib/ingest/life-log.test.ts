import { beforeEach, describe, expect, it } from 'vitest'
import type { FrameBlock } from '../protocol/frame-block'
import { LifeLog } from './life-log'

const block = (...seqs: number[]): FrameBlock => ({
  count: seqs.length,
  width: 1,
  seqs: Float64Array.from(seqs),
  atMs: Float64Array.from(seqs, (seq) => 1_000_000 + seq),
  values: Float64Array.from(seqs),
})

let looked: number[]
let dropped: number
let writes: { seqs: number[]; written: () => void; refused: () => void }[]
let resends: number
let log: LifeLog
const source = {
  resend: () => {
    resends++
  },
}

function makeLog(known: [number, number][] = []): LifeLog {
  return new LifeLog(
    {
      look: (frames) => looked.push(...frames.seqs),
      dropped: (count) => {
        dropped += count
      },
      keep: (frames, waiter) => {
        writes.push({
          seqs: [...frames.seqs],
          written: () => waiter.resolve(),
          refused: () => waiter.reject(new Error('disk')),
        })
      },
      settled: () => undefined,
    },
    known,
  )
}

function accept(frames: FrameBlock): Promise<number> {
  return new Promise((resolve, reject) => log.take(frames, { durable: resolve, failed: reject }))
}

beforeEach(() => {
  looked = []
  dropped = 0
  writes = []
  resends = 0
  log = makeLog()
  log.begin(source)
})

describe('durable', () => {
  it('W9, W10: is told once the disk has the frames, and not beyond frames that are still on their way', async () => {
    const first = accept(block(1, 2))
    const second = accept(block(3))
    expect(log.durable).toBe(0)
    writes[1]?.written()
    expect(await second).toBe(0)
    writes[0]?.written()
    expect(await first).toBe(3)
  })

  it('W9: goes beyond seqs that never came', async () => {
    const first = accept(block(1, 5, 9))
    writes[0]?.written()
    expect(await first).toBe(9)
  })

  it('starts from what is on disk', () => {
    expect(makeLog([[1, 40]]).durable).toBe(40)
  })

  it('W12: stays below frames that the disk refused, until they came again and were written', async () => {
    const first = accept(block(1, 2))
    const second = accept(block(3))
    writes[0]?.refused()
    await expect(first).rejects.toThrow('disk')
    writes[1]?.written()
    expect(await second).toBe(0)
    expect(resends).toBe(1)
    const again = accept(block(1, 2))
    writes[2]?.written()
    expect(await again).toBe(3)
    expect(resends).toBe(1)
  })

  it('W11: forgets refused frames that the agent has no more: after a hello it sends its oldest first', async () => {
    const first = accept(block(1, 2))
    writes[0]?.refused()
    await expect(first).rejects.toThrow('disk')
    log.begin(source)
    const later = accept(block(8))
    writes[1]?.written()
    expect(await later).toBe(8)
  })
})

describe('frames that are known', () => {
  it('are neither shown nor written again, within a message and across messages', async () => {
    void accept(block(1, 1, 2))
    void accept(block(2, 3))
    expect(looked).toEqual([1, 2, 3])
    expect(writes.map(({ seqs }) => seqs)).toEqual([[1, 2], [3]])
    expect(dropped).toBe(2)
  })

  it('W10: are acknowledged when their first copies are on disk, and no sooner', async () => {
    void accept(block(1))
    let isAcknowledged = false
    const again = accept(block(1)).then((durable) => {
      isAcknowledged = true
      return durable
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isAcknowledged).toBe(false)
    writes[0]?.written()
    expect(await again).toBe(1)
  })
})

it('is settled when nothing would be forgotten with it', async () => {
  const first = accept(block(1))
  log.end(source)
  expect(log.isSettled).toBe(false)
  writes[0]?.written()
  await first
  expect(log.isSettled).toBe(true)
  const second = accept(block(2))
  writes[1]?.refused()
  await expect(second).rejects.toThrow('disk')
  expect(log.isSettled).toBe(false)
})
