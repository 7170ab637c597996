/** Flags as they are seen from outside: real frames through a socket, and the answers right behind their acknowledgement. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Frame, SeriesDeclaration } from '../protocol/agent-wire'
import type { ProcessDetail } from '../protocol/http-api'
import { helloOf, TestAgent } from './testing/test-agent'
import { startTestHub, type TestHub } from './testing/test-hub'

const ID = 'gateway.host-a~2f0'
const SERIES: SeriesDeclaration[] = [
  { name: 'memory.rss', kind: 'memory', unit: 'bytes' },
  { name: 'memory.heap_used', kind: 'memory', unit: 'bytes' },
  { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 100 },
]
const MIB = 2 ** 20
const COUNT = 600
const START_MS = Date.now() - COUNT * 1_000
const limits = { heapBytes: 256 * MIB, memoryBytes: 512 * MIB }

let hub: TestHub
let agent: TestAgent

beforeEach(async () => {
  hub = await startTestHub()
  agent = new TestAgent(hub.address)
})
afterEach(async () => {
  agent.close()
  await hub.end()
})

function backlog(valuesAt: (second: number) => number[]): Frame[] {
  return Array.from({ length: COUNT }, (_, second) => ({
    seq: second + 1,
    atMs: START_MS + second * 1_000,
    values: valuesAt(second),
  }))
}

async function detail(): Promise<ProcessDetail> {
  return (await hub.get(`/api/v1/processes/${ID}`)).body as ProcessDetail
}

it('a backlog that breaks rules has its flags in the first answer after its acknowledgement', async () => {
  await agent.hello(helloOf({ startedAtMs: START_MS, limits }, SERIES))
  const frames = backlog((second) => [490 * MIB, 100 * MIB, second < 300 ? 50 : 100])
  expect(await agent.frames(...frames)).toEqual({ ok: true, durable: COUNT })
  const { flags, flagDetails } = await detail()
  expect(flags.toSorted()).toEqual(['near-limit', 'saturated'])
  expect(flagDetails.find(({ flag }) => flag === 'saturated')?.sinceMs).toBe(START_MS + 300_000)
  const { body } = await hub.get('/api/v1/processes')
  expect((body as { processes: ProcessDetail[] }).processes[0]?.flags.toSorted()).toEqual(['near-limit', 'saturated'])
})

it('R5: a heap near its own limit is flagged by its name, and the flag goes with a restart', async () => {
  await agent.hello(helloOf({ startedAtMs: START_MS, limits }, SERIES))
  await agent.frames(...backlog((second) => [300 * MIB, (second < 500 ? 100 : 250) * MIB, 5]))
  // A backlog is judged in steps; on a machine with other work the last of them may come after the acknowledgement.
  const first = async () => (await detail()).flagDetails[0]
  await expect
    .poll(async () => (await first())?.reason)
    .toBe('memory.heap_used has been near the heap limit for 1 min 39 s: 250 MiB of 256 MiB (98 %).')
  expect(await first()).toMatchObject({
    flag: 'near-limit',
    series: 'memory.heap_used',
    sinceMs: START_MS + 500_000,
  })
  agent.close()
  agent = new TestAgent(hub.address)
  await agent.hello(helloOf({ boot: 'boot-2', startedAtMs: START_MS + 700_000, limits }, SERIES))
  expect((await detail()).flags).toEqual([])
})
