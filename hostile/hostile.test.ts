/** The short form of `npm run hostile`: a part of each crowd for a second; the long one has a table of what was noticed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltProgram, buildProgram } from '../cli/testing/build-program'
import { runHostile } from './run'
import { tableOf } from './table'

let built: BuiltProgram
beforeAll(async () => {
  built = await buildProgram()
})
afterAll(() => built.remove())

it('slow-loris connections, too many names and no descriptors cost honest agents no frame and no connection', async () => {
  const rows = await runHostile({
    program: built.program,
    scale: 0.05,
    forMs: 1_500,
    only: ['5,000', 'an agent with', 'file'],
  })
  const table = tableOf(rows)
  expect(
    rows.map(({ lost, fault, during }) => [lost, fault, during.cuts]),
    table,
  ).toEqual(rows.map(() => [0, null, 0]))
  expect(rows).toHaveLength(3)
  for (const { sent, during } of rows) expect(Math.min(sent, during.ackMs.length), table).toBeGreaterThan(0)
  expect(rows[1]?.met).toMatch(/ too_many_series/u)
  expect(rows[2]?.met).toMatch(/, [1-9]\d* dropped/u)
}, 120_000)
