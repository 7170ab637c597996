import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { websocketFrame } from './testing/websocket-frame'
import { lengthOfText, maskText, WebsocketBorder, wholeTextAt } from './websocket-border'

interface Frame {
  fin: boolean
  opcode: number
  length: number
  mask: boolean
}

const bytesOf = ({ fin, opcode, length, mask }: Frame) =>
  websocketFrame({ payload: Buffer.alloc(length, 'x'), opcode, isFinal: fin, isMasked: mask })

const text = (words: string, isMasked = true) => websocketFrame({ payload: Buffer.from(words), isMasked })

const anyLength = fc.oneof(fc.nat(130), fc.integer({ min: 120, max: 400 }), fc.integer({ min: 65_530, max: 65_540 }))
/** A message in one to four frames, pings between them. */
const anyMessage = fc
  .array(fc.record({ length: anyLength, mask: fc.boolean(), pings: fc.boolean() }), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts.flatMap(({ length, mask, pings }, at): Frame[] => [
      { fin: at === parts.length - 1, opcode: at === 0 ? 1 : 0, length, mask },
      ...(pings ? [{ fin: true, opcode: 9, length: Math.min(length, 125), mask }] : []),
    ]),
  )

describe('where a stream of frames stands', () => {
  it('is between messages after each whole one and nowhere else, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(anyMessage, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 90 })),
        (messages, cuts) => {
          const border = new WebsocketBorder()
          // After so many bytes a message ends, or a ping behind the last of its frames.
          const ends = new Set([0])
          const parts: Buffer[] = []
          let [length, isOpen] = [0, false]
          for (const frame of messages.flat()) {
            const bytes = bytesOf(frame)
            parts.push(bytes)
            length += bytes.length
            if (frame.opcode < 8) isOpen = !frame.fin
            if (!isOpen) ends.add(length)
          }
          const stream = Buffer.concat(parts)
          let at = 0
          for (let n = 0; at < stream.length; n++) {
            expect(border.isBetweenMessages).toBe(ends.has(at))
            // A few bytes at a time where headers are, and then all the rest of a long payload.
            const end = n % 7 === 6 ? [...ends].find((one) => one > at) : undefined
            const next = end ?? at + (cuts[n % Math.max(1, cuts.length)] ?? 50)
            border.pass(stream.subarray(at, next))
            at = Math.min(stream.length, next)
          }
          expect(border.isBetweenMessages).toBe(ends.has(at))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a whole text message in a chunk', () => {
  it.each([1, 30, 125, 126, 300, 65_535])('of %i characters is found, and its mask goes and comes back', (length) => {
    const words = 'y'.repeat(length)
    const before = text('before')
    const chunk = Buffer.concat([before, text(words), text('after')])
    const asItCame = Buffer.from(chunk)
    const at = wholeTextAt(chunk, before.length)
    expect(lengthOfText(chunk, before.length)).toBe(length)
    maskText(chunk, at, length)
    expect(chunk.subarray(at, at + length).toString()).toBe(words)
    maskText(chunk, at, length)
    expect(chunk.equals(asItCame)).toBe(true)
  })

  it.each<[string, Buffer]>([
    ['half of one', text('y'.repeat(300)).subarray(0, 200)],
    ['one without a mask, which no client sends', text('y'.repeat(300), false)],
    ['the first part of a message', bytesOf({ fin: false, opcode: 1, length: 20, mask: true })],
    ['bytes', bytesOf({ fin: true, opcode: 2, length: 20, mask: true })],
    ['a ping', bytesOf({ fin: true, opcode: 9, length: 20, mask: true })],
    ['one with a length in eight bytes', bytesOf({ fin: true, opcode: 1, length: 70_000, mask: true })],
    ['a header', text('y'.repeat(300)).subarray(0, 4)],
    ['nothing', Buffer.alloc(0)],
  ])('is not %s', (_, chunk) => {
    const before = text('before')
    expect(wholeTextAt(Buffer.concat([before, chunk]), before.length)).toBe(-1)
  })
})
