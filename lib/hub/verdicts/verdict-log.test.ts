import { afterEach, beforeEach, expect, it } from 'vitest'
import { helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

let hub: TestHub
beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(() => hub.end())

it('keeps when a verdict became another one, with its reason then, through a restart', async () => {
  const startMs = Date.now() - 3 * 3_600_000
  const agent = new TestAgent(hub.address)
  const series = [{ name: 'memory.external', kind: 'memory' as const, unit: 'bytes' as const }]
  const ack = await agent.hello(helloOf({ startedAtMs: startMs }, series))
  const id = ack.ok ? ack.process : ''
  const get = async () =>
    (await hub.get(`/api/v1/processes/${id}/verdicts?fromMs=0&toMs=${Date.now()}`)).body as {
      changes: { series: string; atMs: number; from: string; to: string; reason: string }[]
    }
  // Two hours that leak a MiB a minute, a frame each ten seconds.
  for (let block = 0; block < 6; block++) {
    const seqs = Array.from({ length: 120 }, (_, n) => block * 120 + n + 1)
    await agent.frames(
      ...seqs.map((seq) => ({ seq, atMs: startMs + seq * 10_000, values: [1e8 + seq * 174_762 + (seq % 7) * 1e5] })),
    )
  }
  await expect
    .poll(async () => (await get()).changes, { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ series: 'memory.external', to: 'growing' }))
  const { changes } = await get()
  expect(changes.map(({ atMs }) => atMs)).toEqual(changes.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
  expect(changes.find(({ to }) => to === 'growing')?.reason).toMatch(/^External (?:memory )?rose/u)
  agent.close()
  hub = await hub.restart()
  expect(await get()).toEqual({ changes })
  expect(await hub.get('/api/v1/processes/nobody/verdicts?fromMs=0&toMs=1')).toMatchObject({ status: 404 })
  expect(await hub.get(`/api/v1/processes/${id}/verdicts?fromMs=2&toMs=1`)).toMatchObject({
    status: 400,
    body: { error: { message: 'fromMs must not be after toMs.' } },
  })
})
