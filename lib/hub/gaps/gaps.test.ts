/** Why frames are absent, over a real hub that was away for a while. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Gap } from '../../protocol/http-api'
import { EVENTS_KEPT } from '../roster/event-ring'
import { framesOf, helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { gapOf } from './cause'
import { onHubClock } from './clocks'

const ID = 'gateway.host-a~2f0'
const SPAN = { fromMs: 100_000, toMs: 200_000 }
const NOBODY = { annotations: [], events: [], wasAway: () => false }

describe('the cause of a gap', () => {
  const mark = (kind: 'capture' | 'deploy', atMs: number) => ({
    id: 1,
    createdMs: 0,
    kind,
    atMs,
    title: 'Ada took a snapshot',
  })

  it('is another life, whatever else happened', () => {
    expect(gapOf({ ...SPAN, missed: null }, { ...NOBODY, wasAway: () => true })).toMatchObject({ cause: 'restart' })
  })

  it('of frames that were taken is the hub that was away then, or unknown', () => {
    const wasAway = (fromMs: number, toMs: number) => fromMs < 150_000 && toMs > 150_000
    expect(gapOf({ ...SPAN, missed: 7 }, { ...NOBODY, wasAway })).toMatchObject({ cause: 'hub-away', missedFrames: 7 })
    expect(gapOf({ ...SPAN, missed: 7 }, NOBODY)).toMatchObject({ cause: 'lost', missedFrames: 7 })
  })

  it('of frames that were not taken is a clock put forward, a capture that was asked for, or a process that stood still', () => {
    const moved = { type: 'clock-moved', level: 'warn', message: '', atMs: 200_000 } as const
    expect(gapOf({ ...SPAN, missed: 0 }, { ...NOBODY, events: [moved] })).toMatchObject({ cause: 'clock-moved' })
    expect(gapOf({ ...SPAN, missed: 0 }, { ...NOBODY, annotations: [mark('capture', 95_000)] })).toMatchObject({
      cause: 'capture',
      what: 'Ada took a snapshot',
    })
    const others = [mark('deploy', 95_000), mark('capture', 20_000), mark('capture', 201_000)]
    expect(gapOf({ ...SPAN, missed: 0 }, { ...NOBODY, annotations: others })).toMatchObject({ cause: 'stood-still' })
  })
})

describe('a time on the clock of a target', () => {
  it('is another one on that of the hub where the clocks are known to differ by more than 3 s', () => {
    expect(onHubClock(SPAN, 60_000)).toEqual({ fromMs: 40_000, toMs: 140_000 })
    expect(onHubClock(SPAN, -60_000)).toEqual({ fromMs: 160_000, toMs: 260_000 })
    for (const aheadMs of [null, 0, 3_000, -3_000]) expect(onHubClock(SPAN, aheadMs)).toEqual(SPAN)
  })
})

describe('GET /api/v1/processes/:id/gaps', () => {
  let hub: TestHub
  const agents: TestAgent[] = []
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.close()
    await hub.end()
  })

  async function agentOf(startMs: number, boot = 'boot-1'): Promise<TestAgent> {
    const agent = new TestAgent(hub.address)
    agents.push(agent)
    await agent.hello(helloOf({ startedAtMs: startMs, boot }))
    return agent
  }
  const gaps = async () => {
    const { status, body } = await hub.get(`/api/v1/processes/${ID}/gaps?fromMs=0&toMs=${Date.now() + 60_000}`)
    expect(status).toBe(200)
    return (body as { gaps: Gap[] }).gaps
  }

  it('tells frames that were lost, and those that were lost while the hub was away, which it knows after another start, too', async () => {
    hub = await startTestHub()
    const startMs = Date.now() - 60_000
    const agent = await agentOf(startMs)
    await agent.frames(...framesOf(startMs, 1, 10), ...framesOf(startMs, 31, 57))
    agent.close()
    const lost: Gap = { fromMs: startMs + 10_000, toMs: startMs + 31_000, missedFrames: 20, cause: 'lost' }
    expect(await gaps()).toEqual([lost])
    await pause(2_500)
    hub = await hub.restart()
    const again = await agentOf(startMs)
    await again.frames(...framesOf(startMs, 65, 70))
    const away: Gap = { fromMs: startMs + 57_000, toMs: startMs + 65_000, missedFrames: 7, cause: 'hub-away' }
    expect(await gaps()).toEqual([lost, away])
    again.close()
    hub = await hub.restart()
    expect(await gaps()).toEqual([lost, away])
  })

  it('tells a restart, and a process that stood still', async () => {
    hub = await startTestHub()
    const startMs = Date.now() - 120_000
    const first = await agentOf(startMs)
    await first.frames(...framesOf(startMs, 1, 10))
    first.close()
    const nextMs = Date.now() - 10_000
    const second = await agentOf(nextMs, 'boot-2')
    await second.frames(...framesOf(nextMs, 1, 10))
    // A gap in no time at all would be a clock that was put forward.
    const stoodMs = 4_000
    await pause(stoodMs)
    await second.frames(...framesOf(nextMs + stoodMs, 11, 11))
    expect(await gaps()).toMatchObject([
      { fromMs: startMs + 10_000, toMs: nextMs + 1_000, missedFrames: null, cause: 'restart' },
      { fromMs: nextMs + 10_000, toMs: nextMs + 11_000 + stoodMs, missedFrames: 0, cause: 'stood-still' },
    ])
  })

  it('knows a clock that was put forward by its event, however many came since, and after another start', async () => {
    hub = await startTestHub()
    const startMs = Date.now() - 600_000
    const agent = await agentOf(startMs)
    await agent.frames(...framesOf(startMs, 1, 10), ...framesOf(startMs + 60_000, 11, 20))
    const [moved, ...others] = ['clock-moved', ...Array.from({ length: EVENTS_KEPT + 1 }, () => 'cleanup')].map(
      (type) => ({ atMs: startMs + 71_000, type, level: 'warn', message: type }),
    )
    expect(await agent.say('events', { events: [moved] })).toMatchObject({ ok: true })
    expect(await agent.say('events', { events: others })).toMatchObject({ ok: true })
    const forward: Gap = {
      fromMs: startMs + 10_000,
      toMs: startMs + 71_000,
      missedFrames: 0,
      cause: 'clock-moved',
    }
    expect(await gaps()).toEqual([forward])
    agent.close()
    hub = await hub.restart()
    expect(await gaps()).toEqual([forward])
  })

  it('knows that the hub was away of a process whose clock is an hour behind', async () => {
    hub = await startTestHub()
    const startMs = Date.now() - 10_000
    const behindMs = startMs - 3_600_000
    const [punctual, behind] = [new TestAgent(hub.address), await agentOf(behindMs)]
    agents.push(punctual)
    await punctual.hello(helloOf({ service: 'punctual' }))
    await punctual.frames(...framesOf(startMs, 1, 10))
    await behind.frames(...framesOf(behindMs, 1, 4), ...framesOf(behindMs, 8, 10))
    await pause(2_500)
    hub = await hub.restart()
    const again = await agentOf(behindMs)
    const passed = Math.ceil((Date.now() - startMs) / 1_000)
    await again.frames(...framesOf(behindMs, passed, passed))
    expect(await gaps()).toMatchObject([
      { fromMs: behindMs + 4_000, toMs: behindMs + 8_000, missedFrames: 3, cause: 'lost' },
      { fromMs: behindMs + 10_000, toMs: behindMs + passed * 1_000, missedFrames: passed - 11, cause: 'hub-away' },
    ])
  })

  it('says what is wrong with a question', async () => {
    hub = await startTestHub()
    expect(await hub.get('/api/v1/processes/nobody/gaps?fromMs=0&toMs=1')).toMatchObject({ status: 404 })
    const { status, body } = await hub.get(`/api/v1/processes/${ID}/gaps?fromMs=9&toMs=1`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { message: 'fromMs must not be after toMs.' } })
  })
})
