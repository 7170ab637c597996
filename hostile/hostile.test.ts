/** The short form of `npm run hostile`: a part of each crowd for a second; the long one judges what was noticed, too. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltProgram, buildProgram } from '../cli/testing/build-program'
import { ATTACKS } from './attacks'
import { type HostileRow, runHostile } from './run'
import { tableOf } from './table'

let built: BuiltProgram
beforeAll(async () => {
  built = await buildProgram()
})
afterAll(() => built.remove())

/** What of each attack shows that it met the hub. */
const MET: Record<string, RegExp> = {
  nothing: /^$/u,
  '5,000 slow-loris connections': /^250 opened/u,
  '2,000 half-open handshakes': /^100 opened/u,
  'viewers that never read': /^4 of them/u,
  '300 clients that ask for much and never read': /^15 asked for [1-9]\d* MB each/u,
  'an agent with a million series names': / too_many_series/u,
  'an agent in the year 2100': /^[1-9]\d* frames bad_frame$/u,
  'a disk at 100 %': /\/readyz 503 then/u,
  'file descriptors at their limit':
    /, [1-9]\d* dropped.*; pages say: \d+ connections are open, as many as the 200 file descriptors/u,
}

it('nothing that is done to a hub costs honest agents a frame or a connection', async () => {
  const rows = await runHostile({ program: built.program, scale: 0.05, forMs: 1_500 })
  const table = tableOf(rows)
  expect(
    rows.map(({ name }) => name),
    table,
  ).toEqual(ATTACKS.map(({ name }) => name))
  expect(Object.keys(MET)).toEqual(ATTACKS.map(({ name }) => name))
  const isDisk = ({ diskBytes }: { diskBytes?: number }) => diskBytes !== undefined
  const disks = ATTACKS.filter(isDisk).map(({ name }) => name)
  for (const row of rows) {
    // Where nobody may mount, a full disk cannot be had.
    if (row.leftOut === null) holds(row, table)
    else expect(disks, table).toContain(row.name)
  }
}, 240_000)

function holds({ name, met, sent, lost, fault, during }: HostileRow, table: string): void {
  expect([name, lost, fault, during.cuts], table).toEqual([name, 0, null, 0])
  expect(Math.min(sent, during.ackMs.length, during.viewMs.length), table).toBeGreaterThan(0)
  expect(met, table).toMatch(MET[name] ?? /^never$/u)
}
