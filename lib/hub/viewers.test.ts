/** What viewers see, over real sockets. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { framesOf, helloOf, TestAgent } from './testing/test-agent'
import { startTestHub, type TestHub } from './testing/test-hub'
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

function viewer(options: ConstructorParameters<typeof TestViewer>[1] = {}): TestViewer {
  const one = new TestViewer(hub.address, options)
  closing.push(one)
  return one
}

beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(async () => {
  for (const one of closing.splice(0)) one.close()
  await hub.end()
})

it('W16: a viewer of the fleet gets its state, then rows of what is new and beats of what lives, and no frames', async () => {
  const first = agent()
  await first.hello()
  const one = viewer()
  const answer = await one.watch({ fleet: true })
  expect(answer).toMatchObject({
    ok: true,
    fleet: { total: 1, rows: [{ id: ID, state: 'live', lives: 1, worst: null }] },
  })
  await first.frames(...framesOf(START_MS, 1, 1))
  await agent().hello(helloOf({ service: 'worker' }))
  await one.until(
    (it) => it.itemsOf('beats').length > 0 && it.itemsOf('row').some(({ row }) => row.service === 'worker'),
  )
  const { number } = answer.ok && answer.fleet?.rows[0] ? answer.fleet.rows[0] : { number: null }
  expect(one.itemsOf('beats')[0]).toEqual({
    type: 'beats',
    rows: [number],
    fromMs: START_MS + 1_000,
    afterMs: [0],
    memoryBytes: [10],
  })
  expect(one.itemsOf('frames')).toEqual([])
})

it('W16, W18: a viewer of one process gets its detail, then its frames and events in order, and nothing of others', async () => {
  const mine = agent()
  await mine.hello()
  await mine.frames(...framesOf(START_MS, 1, 2))
  const other = agent()
  await other.hello(helloOf({ service: 'other' }))
  const one = viewer()
  const answer = await one.watch({ process: ID })
  expect(answer).toMatchObject({ ok: true, process: { id: ID, lastFrameAtMs: START_MS + 2_000 } })
  expect(answer).not.toHaveProperty('fleet')
  await other.frames(...framesOf(START_MS, 1, 5))
  await mine.series([{ name: 'late', kind: 'gauge', unit: 'count' }])
  await mine.frames({ seq: 3, atMs: START_MS + 3_000, values: [30, null, 7] })
  await mine.say('events', { events: [{ atMs: START_MS, type: 'log', level: 'warn', message: 'hm' }] })
  await one.until((it) => it.itemsOf('event').length > 0)
  expect(one.items().map(({ type }) => type)).toEqual(['detail', 'frames', 'event'])
  expect(one.itemsOf('detail')[0]?.detail.series.map(({ name }) => name)).toEqual(['memory.rss', 'pool.mesh', 'late'])
  expect(one.itemsOf('frames')[0]).toEqual({
    type: 'frames',
    process: ID,
    boot: 'boot-1',
    frames: [[3, START_MS + 3_000, 30, null, 7]],
  })
})

it('W16: another watch replaces the one before', async () => {
  const mine = agent()
  await mine.hello()
  const one = viewer()
  await one.watch({ fleet: true, process: ID })
  await one.watch({ fleet: true })
  await mine.frames(...framesOf(START_MS, 1, 1))
  await one.until((it) => it.itemsOf('beats').length > 0)
  expect(one.itemsOf('frames')).toEqual([])
})

it('what a viewer cannot watch is refused with a code and a sentence', async () => {
  const one = viewer()
  expect(await one.watch({ process: 'nobody.0' })).toMatchObject({ ok: false, code: 'unknown_process' })
  for (const wrong of [null, 7, 'fleet', { fleet: 'yes' }, { process: 7 }]) {
    const answer: unknown = await one.socket.emitWithAck('watch', wrong)
    expect(answer).toMatchObject({ ok: false, code: 'bad_watch', message: expect.stringMatching(/\.$/u) })
  }
  one.socket.emit('watch')
  one.socket.emit('nonsense', 1)
  expect(await one.watch({ fleet: true })).toMatchObject({ ok: true, fleet: { total: 0, rows: [] } })
})

it('W18: another life is told with its detail before its frames', async () => {
  await agent().hello()
  const one = viewer()
  await one.watch({ process: ID, fleet: true })
  const next = agent()
  await next.hello(helloOf({ boot: 'boot-2', startedAtMs: Date.now() }))
  await next.frames(...framesOf(START_MS, 1, 1))
  await one.until((it) => it.itemsOf('frames').length > 0)
  const described = one.items().filter(({ type }) => type === 'detail' || type === 'frames')
  expect(described[0]).toMatchObject({ type: 'detail', detail: { boot: 'boot-2', lives: 2 } })
  expect(described.at(-1)).toMatchObject({ type: 'frames', boot: 'boot-2' })
  expect(one.itemsOf('row').at(-1)?.row).toMatchObject({ boot: 'boot-2', lives: 2 })
})

it('W17: more processes than a page come in pages, each once', async () => {
  const hellos = Array.from({ length: 90 }, (_, n) => agent().hello(helloOf({ instance: `i/${n}` })))
  await Promise.all(hellos)
  for (const one of closing.splice(0)) one.close()
  await expect.poll(async () => String((await hub.get('/metrics')).body)).toContain('tidemark_hub_agents 0\n')
  await Promise.all(Array.from({ length: 90 }, (_, n) => agent().hello(helloOf({ instance: `j/${n}` }))))
  for (const one of closing.splice(0)) one.close()
  await expect.poll(async () => String((await hub.get('/metrics')).body)).toContain('tidemark_hub_agents 0\n')
  await Promise.all(Array.from({ length: 90 }, (_, n) => agent().hello(helloOf({ instance: `k/${n}` }))))
  const one = viewer()
  const answer = await one.watch({ fleet: true })
  if (!answer.ok || !answer.fleet) throw new Error('no fleet came')
  expect(answer.fleet.total).toBe(270)
  expect(answer.fleet.rows).toHaveLength(200)
  await one.until((it) => it.itemsOf('row').length >= 70)
  const ids = [...answer.fleet.rows.map(({ id }) => id), ...one.itemsOf('row').map(({ row }) => row.id)]
  expect(new Set(ids).size).toBe(270)
})

it('W19, W20: a viewer that stops reading loses items, counted, keeps nobody waiting, and gets fresh state when it reads again', async () => {
  const wide = Array.from({ length: 500 }, (_, n) => ({ name: `s.${n}`, kind: 'gauge', unit: 'count' }) as const)
  const mine = agent()
  await mine.hello(helloOf({}, wide))
  const slow = viewer()
  await slow.watch({ process: ID })
  const quick = viewer()
  await quick.watch({ process: ID })
  const { ws } = slow.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
  ws.pause()
  let seq = 0
  const lost = async () => Number(/lost_items_total (\d+)/u.exec(String((await hub.get('/metrics')).body))?.[1])
  while ((await lost()) === 0) {
    const frames = framesOf(START_MS, seq + 1, seq + 200, wide.length)
    seq += 200
    // The agent is answered as ever, though one of its viewers is stuck.
    expect(await mine.frames(...frames)).toEqual({ ok: true, durable: seq })
  }
  await quick.until((it) => it.itemsOf('frames').at(-1)?.frames.at(-1)?.[0] === seq)
  expect(quick.batches.at(-1)?.lostItems).toBe(0)

  ws.resume()
  await slow.until((it) => (it.batches.at(-1)?.lostItems ?? 0) > 0 && it.itemsOf('detail').length > 0)
  const fresh = slow.itemsOf('detail').at(-1)?.detail
  expect(fresh?.lastFrameAtMs).toBe(START_MS + seq * 1_000)
  await mine.frames(...framesOf(START_MS, seq + 1, seq + 1, wide.length))
  await slow.until((it) => it.itemsOf('frames').at(-1)?.frames.at(-1)?.[0] === seq + 1)
})

it('W7: a page of another origin may not watch; the hub’s own, and the one it was told of, may', async () => {
  const refused = viewer({ extraHeaders: { origin: 'http://evil.example' } })
  await new Promise((resolve) => refused.socket.on('connect_error', resolve))
  const own = viewer({ extraHeaders: { origin: hub.address } })
  expect(await own.watch({ fleet: true })).toMatchObject({ ok: true })
  const dev = await startTestHub({ config: { devOrigin: 'http://127.0.0.1:3000' } })
  const developing = new TestViewer(dev.address, { extraHeaders: { origin: 'http://127.0.0.1:3000' } })
  expect(await developing.watch({ fleet: true })).toMatchObject({ ok: true })
  developing.close()
  await dev.end()
})
