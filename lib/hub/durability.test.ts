/** No frame is lost and none is there twice: over resends, reconnects, restarts of the hub and a disk that refuses. */
import { afterEach, expect, it } from 'vitest'
import type { Frame } from '../protocol/agent-wire'
import type { SeriesPoints } from '../protocol/http-api'
import { RefusingDisk } from './testing/refusing-disk'
import { framesOf, helloOf, TestAgent } from './testing/test-agent'
import { startTestHub, type TestHub, type TestHubOptions } from './testing/test-hub'
import { TestViewer } from './testing/test-viewer'

const START_MS = Date.now() - 3_600_000
const ID = 'gateway.host-a~2f0'

let hub: TestHub
const closing: { close(): void }[] = []

function agent(): TestAgent {
  const one = new TestAgent(hub.address)
  closing.push(one)
  return one
}

async function begin(options: TestHubOptions = {}): Promise<void> {
  hub = await startTestHub(options)
}

async function pointsOf(name = 'memory.rss'): Promise<unknown[]> {
  const { body } = await hub.get(`/api/v1/processes/${ID}/series?name=${name}&fromMs=0&toMs=4000000000000`)
  return (body as { series: SeriesPoints[] }).series[0]?.points ?? []
}

const pointsFrom = (frames: readonly Frame[]) => frames.map(({ atMs, values }) => [atMs, values[0]])

afterEach(async () => {
  for (const one of closing.splice(0)) one.close()
  await hub.end()
})

it('W8: takes a seq once: the first value stays, within a message, across messages and across connections', async () => {
  await begin()
  const one = agent()
  await one.hello()
  const [first, second, third] = framesOf(START_MS, 1, 3) as [Frame, Frame, Frame]
  const other = (frame: Frame): Frame => ({ ...frame, values: [-1, -1] })
  expect(await one.frames(first, other(first), second)).toEqual({ ok: true, durable: 2 })
  expect(await one.frames(other(second), third)).toEqual({ ok: true, durable: 3 })
  const two = agent()
  expect(await two.hello()).toMatchObject({ ok: true, frameAfter: 3 })
  expect(await two.frames(other(first), other(third))).toEqual({ ok: true, durable: 3 })
  expect(await pointsOf()).toEqual(pointsFrom([first, second, third]))
})

it('W9, W13: says durable beyond a gap, which an overflowed outbox left, and takes a late frame into its place', async () => {
  await begin()
  const one = agent()
  await one.hello()
  const frames = framesOf(START_MS, 1, 9)
  expect(await one.frames(...frames.slice(0, 2), ...frames.slice(6))).toEqual({ ok: true, durable: 9 })
  expect(await one.frames(...frames.slice(3, 5))).toEqual({ ok: true, durable: 9 })
  expect(await pointsOf()).toEqual(pointsFrom(frames.filter(({ seq }) => ![3, 6].includes(seq))))
  expect((await hub.get(`/api/v1/processes/${ID}`)).body).toMatchObject({ lastFrameAtMs: START_MS + 9_000 })
})

it('W8, W11: answers frameAfter with what is on disk after a restart, and then loses and doubles nothing', async () => {
  await begin()
  const one = agent()
  await one.hello()
  const frames = framesOf(START_MS, 1, 900)
  expect(await one.frames(...frames.slice(0, 600))).toEqual({ ok: true, durable: 600 })
  // These are on their way when the hub stops: whether they were kept, the next answer says.
  void one.frames(...frames.slice(600, 650)).catch(() => undefined)
  hub = await hub.restart()
  const two = agent()
  const hello = await two.hello()
  expect(hello).toMatchObject({ ok: true })
  const frameAfter = hello.ok ? hello.frameAfter : 0
  expect([600, 650]).toContain(frameAfter)
  // An agent that does not trust the answer sends more than it must.
  expect(await two.frames(...frames.slice(500, 900))).toEqual({ ok: true, durable: 900 })
  expect(await pointsOf()).toEqual(pointsFrom(frames))
})

it('lists after a restart the processes of before, with their newest numbers, lives and events', async () => {
  await begin()
  const one = agent()
  await one.hello(helloOf({ boot: 'boot-0', startedAtMs: START_MS - 60_000 }))
  const two = agent()
  await two.hello(helloOf({ startedAtMs: START_MS }))
  await two.frames(...framesOf(START_MS, 1, 5))
  const event = { atMs: START_MS, type: 'deploy', level: 'info', message: '1.4.2', count: 1 }
  expect(await two.say('events', { events: [event] })).toEqual({ ok: true })
  const before = (await hub.get(`/api/v1/processes/${ID}`)).body as { series: { latest: number }[] }
  hub = await hub.restart()
  await hub.recovered
  const after = (await hub.get(`/api/v1/processes/${ID}`)).body
  expect(after).toMatchObject({
    boot: 'boot-1',
    lives: 2,
    lastFrameAtMs: START_MS + 5_000,
    state: 'gone',
    events: [event],
  })
  expect((after as typeof before).series.map(({ latest }) => latest)).toEqual([50, 51])
})

it('W13: tells that a clock was set back as an event of the process, and keeps every frame in the order of time', async () => {
  await begin()
  const one = agent()
  await one.hello()
  const before = framesOf(START_MS, 1, 5)
  const after = framesOf(START_MS - 1_800_000, 6, 9)
  await one.frames(...before)
  expect(await one.frames(...after)).toEqual({ ok: true, durable: 9 })
  hub = await hub.restart()
  expect(await pointsOf()).toEqual(pointsFrom([...after, ...before]))
  const { events } = (await hub.get(`/api/v1/processes/${ID}`)).body as { events: unknown[] }
  expect(events).toEqual([
    { atMs: START_MS - 1_794_000, type: 'clock-moved', level: 'warn', message: 'the clock moved by -30 min' },
  ])
})

it('W14: keeps the columns of a life whose agent names its series in another order after a restart of the hub', async () => {
  await begin()
  const names = ['a', 'b', 'c'].map((name) => ({ name, kind: 'gauge', unit: 'count' }) as const)
  const one = agent()
  await one.hello(helloOf({}, names.slice(0, 2)))
  await one.frames({ seq: 1, atMs: START_MS, values: [1, 2] })
  hub = await hub.restart()
  const two = agent()
  await two.hello(helloOf({}, names.toReversed()))
  await two.frames({ seq: 2, atMs: START_MS + 1_000, values: [33, 22, 11] })
  expect(await pointsOf('a')).toEqual([
    [START_MS, 1],
    [START_MS + 1_000, 11],
  ])
  expect(await pointsOf('b')).toEqual([
    [START_MS, 2],
    [START_MS + 1_000, 22],
  ])
  expect((await pointsOf('c')).at(-1)).toEqual([START_MS + 1_000, 33])
})

it('W15: keeps frames of two lives that speak at once, shows the one that started last, and counts both', async () => {
  await begin()
  const older = agent()
  const newer = agent()
  await newer.hello(helloOf({ boot: 'new', pid: 2, startedAtMs: START_MS + 100_000 }))
  await older.hello(helloOf({ boot: 'old', pid: 1, startedAtMs: START_MS }))
  expect(await newer.frames(...framesOf(START_MS + 200_000, 1, 2))).toEqual({ ok: true, durable: 2 })
  expect(await older.frames(...framesOf(START_MS, 1, 2))).toEqual({ ok: true, durable: 2 })
  expect((await hub.get(`/api/v1/processes/${ID}`)).body).toMatchObject({
    boot: 'new',
    pid: 2,
    lives: 2,
    lastFrameAtMs: START_MS + 202_000,
  })
  expect(await pointsOf()).toHaveLength(4)
})

it('W12: shows frames live that the disk refuses, acknowledges none of them, and has them sent again once it can write', async () => {
  const disk = new RefusingDisk(START_MS)
  await begin({ wrapStore: disk.wrap })
  const viewer = new TestViewer(hub.address)
  closing.push(viewer)
  const one = agent()
  await one.hello()
  expect(await one.frames(...framesOf(START_MS, 1, 2))).toEqual({ ok: true, durable: 2 })
  await viewer.watch({ process: ID })

  disk.isRefusing = true
  let acknowledged = 0
  for (const seq of [3, 4]) {
    void one.frames(...framesOf(START_MS, seq, seq)).then(
      () => acknowledged++,
      () => undefined,
    )
  }
  await viewer.until((it) => it.itemsOf('frames').flatMap(({ frames }) => frames).length === 2)
  const ready = await hub.get('/readyz')
  expect(ready.status).toBe(503)
  expect(ready.body).toMatchObject({ error: { code: 'not_ready', message: expect.stringContaining('disk is full') } })
  expect((await hub.get('/healthz')).status).toBe(200)
  const full = { state: 'failing', reason: 'the disk is full', sinceMs: START_MS }
  await viewer.until((it) => it.itemsOf('history').length === 1)
  const late = new TestViewer(hub.address)
  closing.push(late)
  expect(await late.watch({})).toMatchObject({ history: full })

  disk.isRefusing = false
  await viewer.until((it) => it.itemsOf('history').length === 2)
  expect(viewer.itemsOf('history').map(({ health }) => health)).toEqual([full, { state: 'ready' }])
  expect(await one.frames(...framesOf(START_MS, 5, 5))).toEqual({ ok: true, durable: 2 })
  expect(await one.closed).toMatch(/^transport/u)
  expect(acknowledged).toBe(0)
  const two = agent()
  expect(await two.hello()).toMatchObject({ ok: true, frameAfter: 2 })
  expect(await two.frames(...framesOf(START_MS, 3, 5))).toEqual({ ok: true, durable: 5 })
  expect(await pointsOf()).toEqual(pointsFrom(framesOf(START_MS, 1, 5)))
  expect((await hub.get('/readyz')).status).toBe(200)
})

it('W11: does not wait for ever for refused frames that an agent has no more', async () => {
  const disk = new RefusingDisk(START_MS)
  await begin({ wrapStore: disk.wrap })
  const one = agent()
  await one.hello()
  disk.isRefusing = true
  await one.socket
    .timeout(200)
    .emitWithAck('frames', { frames: framesOf(START_MS, 1, 2) })
    .catch(() => undefined)
  disk.isRefusing = false
  const two = agent()
  expect(await two.hello()).toMatchObject({ ok: true, frameAfter: 0 })
  expect(await two.frames(...framesOf(START_MS, 7, 8))).toEqual({ ok: true, durable: 8 })
})

it('W12: lets an agent in whose life the disk refuses, and keeps it when it can', async () => {
  const disk = new RefusingDisk(START_MS)
  disk.isRefusing = true
  await begin({ wrapStore: disk.wrap })
  const one = agent()
  expect(await one.hello()).toMatchObject({ ok: true, frameAfter: 0 })
  one.socket.emit('frames', { frames: framesOf(START_MS, 1, 2) })
  await expect
    .poll(async () => (await hub.get(`/api/v1/processes/${ID}`)).body)
    .toMatchObject({ lastFrameAtMs: START_MS + 2_000, state: 'live' })
  one.close()
  disk.isRefusing = false
  const two = agent()
  expect(await two.hello()).toMatchObject({ ok: true, frameAfter: 0 })
  expect(await two.frames(...framesOf(START_MS, 1, 3))).toEqual({ ok: true, durable: 3 })
  expect(await pointsOf()).toEqual(pointsFrom(framesOf(START_MS, 1, 3)))
})

it('W8, W12: frames that are on disk although history said that they are not are sent again, and held and shown once', async () => {
  let isLying = false
  await begin({
    wrapStore: (store) => ({
      ...new RefusingDisk(START_MS).wrap(store),
      keep: (frames, waiter) =>
        store.keep(frames, {
          resolve: () => (isLying ? waiter.reject(new Error('the thread ended before it answered')) : waiter.resolve()),
          reject: (error) => waiter.reject(error),
        }),
    }),
  })
  const viewer = new TestViewer(hub.address)
  closing.push(viewer)
  const one = agent()
  await one.hello()
  await viewer.watch({ process: ID })
  isLying = true
  let acknowledged = 0
  void one.frames(...framesOf(START_MS, 1, 3)).then(
    () => acknowledged++,
    () => undefined,
  )
  await expect.poll(async () => (await hub.get('/metrics')).body).toMatch(/unkept_messages_total 1$/mu)
  isLying = false
  expect(await one.frames(...framesOf(START_MS, 4, 4))).toEqual({ ok: true, durable: 0 })
  await one.closed
  const two = agent()
  expect(await two.hello()).toMatchObject({ ok: true, frameAfter: 0 })
  expect(await two.frames(...framesOf(START_MS, 1, 5))).toEqual({ ok: true, durable: 5 })
  expect(acknowledged).toBe(0)
  expect(await pointsOf()).toEqual(pointsFrom(framesOf(START_MS, 1, 5)))
  await viewer.until((it) => it.itemsOf('frames').flatMap(({ frames }) => frames).length >= 5)
  expect(viewer.itemsOf('frames').flatMap(({ frames }) => frames.map(([seq]) => seq))).toEqual([1, 2, 3, 4, 5])
})
