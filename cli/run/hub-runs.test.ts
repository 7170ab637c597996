import { afterAll, beforeAll, expect, it } from 'vitest'
import { helloOf, TestAgent } from '../../lib/hub/testing/test-agent'
import { startTestHub, type TestHub } from '../../lib/hub/testing/test-hub'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import type { InvestigationAnswer } from '../../lib/protocol/investigations'
import { HubRuns } from './hub-runs'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.end())

const WANTED = { label: 'as it is', settings: {}, investigation: null, title: null, metric: null }

async function get(path: string): Promise<unknown> {
  const answer = await fetch(`${hub.address}/api/v1/${path}`, { headers: { connection: 'close' } })
  return answer.json()
}

it('a begin whose answer was lost is asked again and has one run all the same; the next start has its own', async () => {
  const agent = new TestAgent(hub.address)
  await agent.hello()
  const process = async () =>
    ((await get('processes')) as { processes: ProcessSummary[] }).processes[0] as ProcessSummary
  const runs = new HubRuns(hub.address, undefined)
  const found = await process()
  const first = await runs.begin(found, WANTED)
  expect((await runs.begin(found, WANTED)).run.id).toBe(first.run.id)
  agent.close()
  const next = new TestAgent(hub.address)
  await next.hello(helloOf({ boot: 'boot-2', startedAtMs: found.startedAtMs + 30_000 }))
  const second = await runs.begin(await process(), WANTED)
  expect(second.run.id).not.toBe(first.run.id)
  const answer = (await get(`investigations/${first.investigation.id}`)) as InvestigationAnswer
  expect(answer.runs.map(({ id }) => id)).toEqual([first.run.id, second.run.id])
  next.close()
})
