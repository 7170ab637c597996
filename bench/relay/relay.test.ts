/** `npm run bench:relay` in half a minute: relays that collect twice a second, whose caches fill in some ten. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltProgram, buildProgram } from '../../cli/testing/build-program'
import { faultsOf, verdictFaults } from './faults'
import { runRelays, SUSPECTS } from './run'

/**
 * In runs of seconds a program's own compilation, which no real warm-up would leave in, moves the slope by so much of the leak;
 * the bench, whose runs take minutes, leaves nothing.
 */
const OWN_WARM_UP = 0.3
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
    fillSeconds: 10,
    warmUpMs: 6_000,
    pace: 200,
    collectMs: 500,
    // Words about seconds of a busy machine may be wrong for a moment; they come to be right, and stay so.
    until: (answer) => verdictFaults(answer).length === 0,
    longestMs: 240_000,
  })
  // As it stood while the programs ran: their ends are no part of the runs of a test.
  const told = { ...result, last: result.looks.at(-1)?.answer ?? result.last }
  expect(faultsOf(told, OWN_WARM_UP)).toEqual([])
  expect(Object.fromEntries(told.last.toggles.map(({ name, verdict }) => [name, verdict]))).toEqual({
    'KEEP_ALIVE=false': 'isolates',
    'RECYCLE=0': 'no-effect',
    'THREADS=0': 'no-effect',
  })
}, 360_000)
