import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFrames } from '../protocol/decode'
import { readFrameBytes } from './frame-bytes'

const NOW_MS = Date.UTC(2026, 0, 5)
const text = (frame: object, ack = 7) => `42/agent,${ack}["frames",${JSON.stringify({ frames: [frame] })}]`

describe('a frame in the common form', () => {
  it('is read as the decoder reads it, number by number', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -1e6, max: 1e6 }).map((thousandths) => thousandths / 1000),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), fc.integer({ min: 1 }), (values, seq) => {
        const frame = { seq, atMs: NOW_MS, values }
        const read = readFrameBytes(Buffer.from(text(frame)), values.length, NOW_MS)
        if (read === null) return
        const decoded = decodeFrames({ frames: [JSON.parse(JSON.stringify(frame))] }, values.length, NOW_MS)
        if (!decoded.ok) throw new Error(decoded.message)
        expect(read.ack).toBe(7)
        expect([...read.block.values]).toEqual([...decoded.value.values])
        expect([...read.block.seqs]).toEqual([seq])
        expect([...read.block.atMs]).toEqual([NOW_MS])
      }),
    )
  })

  it('is not left to the decoder: whole numbers, fractions, negative ones and null', () => {
    const read = readFrameBytes(
      Buffer.from(text({ seq: 3, atMs: NOW_MS, values: [180_000_000, 0.25, -1.5, null, 0] })),
      5,
      NOW_MS,
    )
    expect([...(read?.block.values ?? [])]).toEqual([180_000_000, 0.25, -1.5, Number.NaN, 0])
  })
})

describe('left to the decoder, which says what is wrong or knows the form', () => {
  const good = { seq: 1, atMs: NOW_MS, values: [1, 2] }
  it.each([
    ['another number of values', text(good), 3],
    ['too few values', text(good), 1],
    ['two frames', `42/agent,7["frames",{"frames":[${JSON.stringify(good)},${JSON.stringify(good)}]}]`, 2],
    ['another order of keys', text({ atMs: NOW_MS, seq: 1, values: [1, 2] }), 2],
    ['a key more', text({ ...good, more: 1 }), 2],
    ['a blank', text(good).replace(':1,', ': 1,'), 2],
    ['no acknowledgement asked', text(good).replace('agent,7', 'agent,'), 2],
    ['another message', '42/agent,7["events",{"events":[]}]', 2],
    ['another namespace', text(good).replace('/agent', '/dashboard'), 2],
    ['an exponent', text(good).replace('[1,2]', '[1e3,2]'), 2],
    ['a leading zero, which is no JSON', text(good).replace('[1,2]', '[01,2]'), 2],
    ['a point without digits, which is no JSON', text(good).replace('[1,2]', '[1.,2]'), 2],
    ['a plus, which is no JSON', text(good).replace('[1,2]', '[+1,2]'), 2],
    ['half a null', text(good).replace('[1,2]', '[nul,2]'), 2],
    ['more digits than a double has', text(good).replace('[1,2]', '[1234567890123456789,2]'), 2],
    ['text behind it', `${text(good)} `, 2],
    ['text cut short', text(good).slice(0, -1), 2],
    ['a seq of 0', text({ ...good, seq: 0 }), 2],
    ['a time before 2000', text({ ...good, atMs: 5 }), 2],
    ['a time more than a day ahead', text({ ...good, atMs: NOW_MS + 86_400_001 }), 2],
  ])('%s', (_, message, width) => {
    expect(readFrameBytes(Buffer.from(message), width, NOW_MS)).toBeNull()
  })
})
