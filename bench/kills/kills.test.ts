/** A few of the kills of `npm run bench:kills`, in every run of the tests. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltProgram, buildProgram } from '../../cli/testing/build-program'
import { runKills } from './run'

const seed = 1 + Math.floor(Math.random() * 1e6)
let built: BuiltProgram

beforeAll(async () => {
  built = await buildProgram()
})
afterAll(() => built.remove())

it.each([
  ['with room on the disk', {}],
  ['with a disk that is full for a while', { diskBytes: 300_000 }],
])(
  `every frame that was acknowledged is there once, with its values, after ten kills %s (seed ${seed})`,
  async (_where, disk) => {
    const { program } = built
    const result = await runKills({ program, kills: 10, processes: 10, seed, longestMs: 2_000, ...disk })
    expect(result).toMatchObject({ kills: 10, missing: 0, twice: 0, wrong: 0, forgotten: 0, complaints: [] })
    expect(result.made).toBeGreaterThan(100)
    expect([result.durable, result.frames]).toEqual([result.made, result.made])
  },
  180_000,
)
