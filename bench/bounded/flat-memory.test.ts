/** The short form of `npm run bench:bounded`'s heap: what ten million operations show there, a hundred thousand show here. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { settledHeapBytes } from './settled-heap'
import { boundedWays } from './workloads'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** How much the heap rises over the second half of the operations; in the first, V8 compiles what runs often, which is heap as well. */
function riseBytes(act: (index: number) => void, operations: number): number {
  for (let index = 0; index < operations / 2; index++) act(index)
  const first = settledHeapBytes(collect)
  for (let index = operations / 2; index < operations; index++) act(index)
  return settledHeapBytes(collect) - first
}

test.each(Object.entries(boundedWays()))('%s holds as much after many operations as after few.', (name, make) => {
  const run = make()
  expect(riseBytes(run.act, name.startsWith('compressed') ? 8_000 : 100_000)).toBeLessThan(96 * 1_024)
  run.close()
})

test('The same look at a map that keeps what it is told finds that it grows.', () => {
  const kept = new Map<number, object>()
  expect(riseBytes((index) => kept.set(index, {}), 100_000)).toBeGreaterThan(2_000_000)
})
