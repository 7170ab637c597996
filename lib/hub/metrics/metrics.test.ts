/** `/metrics` of a real hub, read by Prometheus' own checker where it is there. */
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { framesOf, helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

const START_MS = Date.now() - 3_600_000
const hasPromtool = spawnSync('promtool', ['--version']).status === 0

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

const metrics = async () => String((await hub.get('/metrics')).body)
async function valueOf(name: string): Promise<number> {
  const line = (await metrics()).split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length))
}

it('has the newest value of every live series, and leaves out what is not known', async () => {
  await agent.hello(helloOf({ service: 'a "quoted" \\ name' }))
  await agent.frames({ seq: 1, atMs: START_MS, values: [1e15 + 0.5, null] })
  expect((await hub.get('/metrics')).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/u)
  const lines = (await metrics()).split('\n').filter((line) => line.startsWith('tidemark_series_value'))
  expect(lines).toEqual([
    'tidemark_series_value{service="a \\"quoted\\" \\\\ name",instance="host-a/0",series="memory.rss",kind="memory",unit="bytes"} 1000000000000000.5',
  ])
})

it('counts frames, frames that came again, refusals by code, agents and viewers', async () => {
  await agent.hello()
  await agent.frames(...framesOf(START_MS, 1, 3))
  await agent.frames(...framesOf(START_MS, 2, 4))
  await agent.say('frames', null)
  await agent.say('events', { events: [{ atMs: START_MS, type: 'log', level: 'info', message: '' }] })
  expect(await valueOf('tidemark_hub_frames_total')).toBe(4)
  expect(await valueOf('tidemark_hub_known_frames_total')).toBe(2)
  expect(await valueOf('tidemark_hub_events_total')).toBe(1)
  expect(await valueOf('tidemark_hub_refused_messages_total{code="bad_frame"}')).toBe(1)
  expect(await valueOf('tidemark_hub_agents')).toBe(1)
  expect(await valueOf('tidemark_hub_processes')).toBe(1)
  expect(await valueOf('tidemark_hub_unwritten_messages')).toBe(0)
  await expect.poll(() => valueOf('tidemark_hub_history_bytes')).toBeGreaterThan(1e4)
  expect(await valueOf('tidemark_hub_history_damaged_parts')).toBe(0)
  expect(await valueOf('tidemark_hub_history_restarts_total')).toBe(0)
  expect(await valueOf('tidemark_hub_resident_memory_bytes')).toBeGreaterThan(1e6)
  agent.close()
  await expect.poll(() => valueOf('tidemark_hub_agents')).toBe(0)
})

it('belongs to its hub alone', async () => {
  const other = await startTestHub()
  await agent.hello()
  await agent.frames(...framesOf(START_MS, 1, 3))
  expect(String((await other.get('/metrics')).body)).toContain('tidemark_hub_frames_total 0\n')
  await other.end()
})

it.skipIf(!hasPromtool)('gives promtool nothing to say', async () => {
  await agent.hello(helloOf({ service: 'ünïcode "x"' }))
  await agent.frames(...framesOf(START_MS, 1, 3))
  const check = spawnSync('promtool', ['check', 'metrics'], { input: await metrics(), encoding: 'utf8' })
  expect([check.status, check.stdout, check.stderr]).toEqual([0, '', ''])
})
