/** Every start returns its stop, and a stop leaves nothing behind. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { framesOf, helloOf, TestAgent } from './testing/test-agent'
import { startTestHub } from './testing/test-hub'
import { TestViewer } from './testing/test-viewer'

/** Timers of the test's own waiting. */
const OWN_TIMERS = 2

/** What keeps an event loop alive beyond `before`, by kind. */
function leftovers(before: readonly string[]): string[] {
  const more = [...process.getActiveResourcesInfo()]
  for (const kind of [...before, ...Array.from({ length: OWN_TIMERS }, () => 'Timeout')]) {
    const at = more.indexOf(kind)
    if (at >= 0) more.splice(at, 1)
  }
  return more
}

async function startUseStop(dataFolder: string, round: number): Promise<void> {
  const hub = await startTestHub({ dataFolder })
  const agent = new TestAgent(hub.address)
  await agent.hello(helloOf({ boot: `boot-${round}`, startedAtMs: Date.now() }))
  await agent.frames(...framesOf(Date.now() - 100_000, 1, 10))
  const viewer = new TestViewer(hub.address)
  await viewer.watch({ fleet: true, process: 'gateway.host-a~2f0' })
  await hub.get('/metrics')
  // With all of them still connected.
  await Promise.all([hub.stop(), hub.stop()])
  await agent.closed
  agent.close()
  viewer.close()
}

it('starts, serves and stops ten times with agents and viewers connected, and leaves no timer, socket or server', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tidemark-life-'))
  const before = process.getActiveResourcesInfo()
  for (let round = 1; round <= 10; round++) await startUseStop(dataFolder, round)
  await expect.poll(() => leftovers(before), { timeout: 30_000 }).toEqual([])
  rmSync(dataFolder, { recursive: true, force: true })
})

it('leaves nothing open where its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const dataFolder = mkdtempSync(join(tmpdir(), 'tidemark-life-'))
  await expect(startTestHub({ dataFolder, config: { port } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  other.close()
  await once(other, 'close')
  // The history was closed, too: the next one takes both.
  const hub = await startTestHub({ dataFolder, config: { port } })
  expect(hub.address).toBe(`http://127.0.0.1:${port}`)
  await hub.end()
})

it('listens on an address of IPv6 and says it as a browser takes it', async () => {
  const hub = await startTestHub({ config: { host: '::1' } })
  expect(hub.address).toMatch(/^http:\/\/\[::1\]:\d+$/u)
  expect((await hub.get('/healthz')).status).toBe(200)
  await hub.end()
})
