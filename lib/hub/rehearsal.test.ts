/** That nothing of a process changes its shape in V8 with its first frames, which each that waits would pay for. */
import { setFlagsFromString } from 'node:v8'
import { runInThisContext } from 'node:vm'
import { expect, it } from 'vitest'
import { oneFrame, valuesFrom, valuesIn } from '../protocol/frame-block'
import { rehearse } from './rehearsal'
import { madeRoster, SERIES, START_MS, life } from './roster/testing/made-roster'
import type { ProcessEntry } from './roster/process-entry'
import { DEFAULT_HUB_SETTINGS } from './settings'

setFlagsFromString('--allow-natives-syntax')
const haveSameShape = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (a: object, b: object) => boolean

/** Where two graphs of objects that should be alike are not, as paths; and how many objects were compared. */
function compare(a: object, b: object, path = '', seen = new Set<object>()): { differ: string[]; count: number } {
  seen.add(a)
  const sum = { differ: haveSameShape(a, b) ? [] : [path], count: 1 }
  if (Array.isArray(a) || ArrayBuffer.isView(a)) return { ...sum, differ: [] }
  for (const [key, mine] of Object.entries(a)) {
    const other: unknown = (b as Record<string, unknown>)[key]
    if (!isObject(mine) || !isObject(other) || seen.has(mine)) continue
    const { differ, count } = compare(mine, other, `${path}.${key}`, seen)
    sum.differ.push(...differ)
    sum.count += count
  }
  return sum
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

it('a process that has told frames has the shape of one that has only said hello', () => {
  rehearse(DEFAULT_HUB_SETTINGS)
  const { roster, clock } = madeRoster()
  for (const id of ['a', 'b']) roster.onLife(id, life(), SERIES, 1)
  for (let seq = 1; seq <= 20; seq++) {
    clock.nowMs = START_MS + seq * 1_000
    const block = oneFrame(seq, clock.nowMs, SERIES.length)
    valuesIn(block).fill(seq, valuesFrom(block), valuesFrom(block) + SERIES.length)
    roster.onFrames('a', 'b1', block)
  }
  const [told, greeted] = [roster.get('a'), roster.get('b')] as [ProcessEntry, ProcessEntry]
  expect(told.newestSeq).toBe(20)
  const { differ, count } = compare(told, greeted)
  expect(differ).toEqual([])
  expect(count).toBeGreaterThan(20)
})
