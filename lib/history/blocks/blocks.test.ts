import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FrameBlock } from '../../protocol/frame-block'
import { ByteReader, ByteWriter } from './byte-buffer'
import { readPiece, writePiece } from './frame-piece'
import { joinFrames } from './join-frames'
import { RawBlock, writeRawBlock } from './raw-block'
import { TierBlock, writeTierBlock } from './tier-block'
import { mergePoints, pointsOfFrames } from './tier-points'

const value = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: -1_000_000, max: 2_000_000_000 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NaN, 0, -0, 1e308, -1e308, 5e-324, 2 ** 53 + 2),
)

/** Frames of one life as they come: seqs rise with holes, clocks run and sometimes step. */
const block: fc.Arbitrary<FrameBlock> = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: -3_000, max: 9_000 }),
        fc.array(value, { minLength: width, maxLength: width }),
      ),
      { minLength: 1, maxLength: 80 },
    )
    .map((rows) => {
      let seq = 0
      let atMs = 1.7e12
      return {
        count: rows.length,
        width,
        seqs: Float64Array.from(rows, ([step]) => (seq += step)),
        atMs: Float64Array.from(rows, ([, step]) => (atMs += step)),
        values: Float64Array.from(rows.flatMap(([, , values]) => values)),
      }
    }),
)

describe('a piece of frames', () => {
  it('comes back exactly, one after the other', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        const writer = new ByteWriter(8)
        for (const frames of blocks) writePiece(writer, frames)
        const reader = new ByteReader(writer.view())
        expect(blocks.map(() => readPiece(reader))).toEqual(blocks)
        expect(reader.atEnd).toBe(true)
      }),
    )
  })
})

describe('a raw block', () => {
  it('comes back exactly, whole and by column', () => {
    fc.assert(
      fc.property(block, (frames) => {
        const sealed = new RawBlock(writeRawBlock(frames, 0, frames.count))
        expect(sealed.read()).toEqual(frames)
        expect(sealed.values(frames.width)).toEqual(new Float64Array(frames.count).fill(Number.NaN))
      }),
    )
  })

  it('tells damage of a byte anywhere in a column, and the other columns can be read all the same', () => {
    fc.assert(
      fc.property(block, fc.nat(), fc.integer({ min: 1, max: 255 }), (frames, place, flip) => {
        const body = writeRawBlock(frames, 0, frames.count)
        body[place % body.length] = (body[place % body.length] as number) ^ flip
        const answers = [() => new RawBlock(body).seqs(), () => new RawBlock(body).atMs()]
        for (let series = 0; series < frames.width; series++) answers.push(() => new RawBlock(body).values(series))
        const failed = answers.filter((answer) => {
          try {
            answer()
            return false
          } catch (error) {
            expect((error as Error).name).toBe('DamagedBlock')
            return true
          }
        })
        expect([1, answers.length]).toContain(failed.length)
      }),
    )
  })
})

describe('joined frames', () => {
  it('are in the order of seq, and have NaN where a frame was narrower', () => {
    const narrow = {
      count: 1,
      width: 1,
      seqs: Float64Array.of(2),
      atMs: Float64Array.of(20),
      values: Float64Array.of(7),
    }
    const wide = {
      count: 1,
      width: 2,
      seqs: Float64Array.of(1),
      atMs: Float64Array.of(10),
      values: Float64Array.of(8, 9),
    }
    expect(joinFrames([narrow, wide])).toEqual({
      count: 2,
      width: 2,
      seqs: Float64Array.of(1, 2),
      atMs: Float64Array.of(10, 20),
      values: Float64Array.of(8, 9, 7, Number.NaN),
    })
  })
})

describe('a block of points', () => {
  it('has the least, greatest and count of each step exactly, and the mean to a thousandth of their spread', () => {
    fc.assert(
      fc.property(block, (frames) => {
        const points = pointsOfFrames(frames, 0, frames.count, 10_000)
        const back = new TierBlock(writeTierBlock(points, 'exact'), 10_000).read()
        expect(back.atMs).toEqual(points.atMs)
        back.series.forEach((series, column) => {
          const wanted = points.series[column]
          expect({ ...series, mean: null }).toEqual({ ...wanted, mean: null })
          series.mean.forEach((mean, at) => {
            if (series.count[at] === 0) return expect(mean).toBeNaN()
            const [min, max] = [series.min[at] as number, series.max[at] as number]
            const rounding = Number.MIN_VALUE + Number.EPSILON * Math.max(Math.abs(min), Math.abs(max))
            if (Number.isFinite(max - min))
              expect(Math.abs(mean - (wanted?.mean[at] as number))).toBeLessThanOrEqual((max - min) / 1_000 + rounding)
          })
        })
      }),
    )
  })

  it('gives the exact mean of small integers back', () => {
    const values = Float64Array.of(1, 2, 2)
    const frames = { count: 3, width: 1, seqs: Float64Array.of(1, 2, 3), atMs: Float64Array.of(0, 1, 2), values }
    const back = new TierBlock(writeTierBlock(pointsOfFrames(frames, 0, 3, 10_000), 'exact'), 10_000).read()
    expect(back.series[0]?.mean[0]).toBe(5 / 3)
  })

  it('merges parts of one step by their counts', () => {
    const frames = (atMs: number[], values: number[]): FrameBlock => ({
      count: atMs.length,
      width: 1,
      seqs: Float64Array.from(atMs),
      atMs: Float64Array.from(atMs),
      values: Float64Array.from(values),
    })
    const parts = [frames([0, 1_000, 2_000], [1, 2, 3]), frames([9_000, 301_000], [10, Number.NaN])]
    const merged = mergePoints(
      parts.map((part) => pointsOfFrames(part, 0, part.count, 10_000)),
      300_000,
    )
    expect(merged.atMs).toEqual(Float64Array.of(0, 300_000))
    expect(merged.series).toEqual([
      {
        count: Float64Array.of(4, 0),
        min: Float64Array.of(1, Number.NaN),
        mean: Float64Array.of(4, Number.NaN),
        max: Float64Array.of(10, Number.NaN),
      },
    ])
  })
})
