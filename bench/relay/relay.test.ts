/** `npm run bench:relay` in half a minute: relays that collect twice a second, whose caches fill in some twelve. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltProgram, buildProgram } from '../../cli/testing/build-program'
import { faultsOf } from './faults'
import { runRelays, SUSPECTS } from './run'

/** What a program's own compilation moves in its first half minute, which no real warm-up would leave in: of the leak. */
const OWN_WARM_UP = 0.15
let built: BuiltProgram

beforeAll(async () => {
  built = await buildProgram({
    'cli/run-preload': 'cli/run/preload.ts',
    'examples/relay': 'examples/relay/main.ts',
  })
})
afterAll(() => built.remove())

it('of three runs of a real program with a setting toggled in each, it names the one that isolates the leak, and says "not yet" while caches fill', async () => {
  const result = await runRelays({
    programs: `${built.folder}/dist`,
    settings: SUSPECTS,
    fillSeconds: 12,
    warmUpMs: 8_000,
    pace: 200,
    collectMs: 500,
    longestMs: 240_000,
  })
  expect(faultsOf(result, OWN_WARM_UP)).toEqual([])
  expect(Object.fromEntries(result.last.toggles.map(({ name, verdict }) => [name, verdict]))).toEqual({
    'KEEP_ALIVE=false': 'isolates',
    'RECYCLE=0': 'no-effect',
    'THREADS=0': 'no-effect',
  })
}, 360_000)
