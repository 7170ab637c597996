/**
 * A real hub whose memory comes near its ceiling, step by step, and falls again: with agents and a viewer over sockets, and a
 * history on disk. What it believes to take is told by the test.
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ROLL_BLOCKS } from '../../history/sqlite/rolling'
import { FIVE_MINUTES, RAW, TEN_SECONDS, type Tier } from '../../history/sqlite/tiers'
import type { SeriesPoints } from '../../protocol/http-api'
import { framesOf, helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { TestViewer } from '../testing/test-viewer'

const CEILING_BYTES = 1_000_000
const START_MS = Math.floor((Date.now() - 24 * 3_600_000) / FIVE_MINUTES) * FIVE_MINUTES
/** One block of raw frames. */
const MESSAGE = 600

let share: number
let hub: TestHub
let known: TestAgent
let viewer: TestViewer
let id: string
/** The last frame of `known` that was sent and acknowledged. */
let sent: number
const closing: { close(): void }[] = []

beforeEach(async () => {
  share = 0.5
  sent = 0
  hub = await startTestHub({
    config: { memoryBytes: CEILING_BYTES },
    readMemory: () => ({ residentBytes: share * CEILING_BYTES, heapUsedBytes: 0 }),
  })
  known = agent()
  const hello = await known.hello()
  id = hello.ok ? hello.process : ''
  viewer = new TestViewer(hub.address)
  closing.push(viewer)
  expect(await viewer.watch({ fleet: true, process: id })).toMatchObject({ ok: true })
})
afterEach(async () => {
  for (const one of closing.splice(0)) one.close()
  await hub.end()
})

function agent(): TestAgent {
  const one = new TestAgent(hub.address)
  closing.push(one)
  return one
}

async function metric(name: string): Promise<number> {
  const { body } = await hub.get('/metrics')
  return Number(new RegExp(`^tidemark_hub_${name} (\\S+)$`, 'mu').exec(String(body))?.[1])
}

/** 0: nothing is shed, 1: viewers, 2: low tiers too, 3: new agents too. */
async function pressure(newShare: number, shedding: number): Promise<void> {
  share = newShare
  await expect.poll(() => metric('memory_share'), { timeout: 10_000 }).toBe(newShare)
  expect(await metric('shedding')).toBe(shedding)
}

/** Each of them is acknowledged, whatever the pressure. */
async function say(count: number, by = known): Promise<void> {
  expect(await by.frames(...framesOf(START_MS, sent + 1, sent + count))).toEqual({ ok: true, durable: sent + count })
  sent += count
}

/** As many blocks as make tiers due, each of one message: those that come together share blocks. */
async function sayBlocks(): Promise<void> {
  for (let message = 0; message < ROLL_BLOCKS; message++) {
    await say(MESSAGE)
    await expect.poll(() => spanOf(RAW).to, { timeout: 10_000 }).toBe(START_MS + sent * 1_000)
  }
}

function spanOf(tier: Tier): { blocks: number; unrolled: number; to: number | null } {
  // The hub has the database for itself. It writes on this thread, so that a copy is never half of something.
  const copy = mkdtempSync(join(tmpdir(), 'tidemark-copy-'))
  for (const file of readdirSync(hub.dataFolder).filter((name) => /^history\.db(?:-wal)?$/u.test(name)))
    copyFileSync(join(hub.dataFolder, file), join(copy, file))
  const db = new Database(join(copy, 'history.db'))
  const [blocks, unrolled, to] = db
    .prepare<[number], [number, number, number | null]>(
      'SELECT count(*), count(*) FILTER (WHERE rolled = 0), max(max_at_ms) FROM block WHERE tier = ?',
    )
    .raw()
    .get(tier) ?? [0, 0, null]
  db.close()
  rmSync(copy, { recursive: true })
  return { blocks, unrolled, to }
}

/** Frames of the process that the viewer was told. */
const seen = () => viewer.itemsOf('frames').reduce((sum, { frames }) => sum + frames.length, 0)
const sees = (count: number) => expect.poll(seen, { timeout: 10_000 }).toBe(count)
const ms = (wait: number) => new Promise((resolve) => setTimeout(resolve, wait))

const stranger = (n: number) => agent().hello(helloOf({ service: 'stranger', instance: `slot/${n}` }))

async function series(stepMs?: number): Promise<unknown[]> {
  const step = stepMs === undefined ? '' : `&stepMs=${stepMs}`
  const range = `fromMs=${START_MS}&toMs=${START_MS + sent * 1_000}`
  const { body } = await hub.get(`/api/v1/processes/${id}/series?name=memory.rss&${range}${step}`)
  return (body as { series: SeriesPoints[] }).series[0]?.points ?? []
}

it('holds viewers first, then low tiers, then strangers, and never what it acknowledged; as it falls all comes back', async () => {
  await say(10)
  await sees(10)

  await pressure(0.82, 1)
  const lostBefore = await metric('lost_items_total')
  await say(10)
  await expect.poll(() => metric('lost_items_total')).toBeGreaterThan(lostBefore)
  await ms(500)
  expect(seen()).toBe(10)
  await sayBlocks()
  await expect.poll(() => spanOf(FIVE_MINUTES).blocks).toBeGreaterThan(0)
  expect(await stranger(1)).toMatchObject({ ok: true })

  await pressure(0.9, 2)
  const before = spanOf(FIVE_MINUTES)
  await sayBlocks()
  await ms(500)
  expect(spanOf(FIVE_MINUTES)).toEqual(before)
  expect(spanOf(TEN_SECONDS).unrolled).toBeGreaterThanOrEqual(ROLL_BLOCKS)
  expect(await stranger(2)).toMatchObject({ ok: true })

  await pressure(0.96, 3)
  expect(await stranger(3)).toMatchObject({
    ok: false,
    code: 'max_agents_reached',
    message: expect.stringMatching(/short of memory/u) as string,
  })
  await say(10)
  // Whoever is known may lose its connection and come back.
  const again = agent()
  known.close()
  expect(await again.hello()).toMatchObject({ ok: true, frameAfter: sent })
  await say(10, again)
  expect(seen()).toBe(10)
  // A process that died, which may be of memory, and comes back is what somebody looks for.
  const reborn = helloOf({ service: 'stranger', instance: 'slot/2', boot: 'another', startedAtMs: Date.now() })
  expect(await agent().hello(reborn)).toMatchObject({ ok: true })
  const all = framesOf(START_MS, 1, sent).map(({ atMs, values }) => [atMs, values[0]])
  expect(await series()).toEqual(all)

  // 5 % below where it began to be shed, and not before.
  await pressure(0.91, 3)
  expect(await stranger(4)).toMatchObject({ ok: false, code: 'max_agents_reached' })
  await pressure(0.89, 2)
  expect(await stranger(5)).toMatchObject({ ok: true })
  expect(seen()).toBe(10)

  await pressure(0.5, 0)
  // The newest state, of what it watches and of those that came in the meantime.
  await viewer.until((it) => it.itemsOf('detail').at(-1)?.detail.lastFrameAtMs === START_MS + sent * 1_000)
  await viewer.until((it) => it.itemsOf('row').filter(({ row }) => row.service === 'stranger').length === 3)
  const told = sent
  await say(MESSAGE, again)
  await sees(10 + sent - told)
  // With the next block the tiers get what was held, and what was asked of history is the same as of frames.
  await expect.poll(() => spanOf(TEN_SECONDS).unrolled, { timeout: 10_000 }).toBeLessThan(ROLL_BLOCKS)
  const heldUntilMs = before.to === null ? 0 : before.to + ROLL_BLOCKS * MESSAGE * 1_000
  expect(spanOf(FIVE_MINUTES).to).toBeGreaterThanOrEqual(heldUntilMs)
  const steps = (await series(FIVE_MINUTES)) as [number, number, number, number][]
  const wanted = stepsOf(sent)
  const bounds = (all: typeof steps) => all.map(([atMs, min, , max]) => [atMs, min, max])
  expect(bounds(steps)).toEqual(bounds(wanted))
  // A mean is kept to a thousandth of the spread between minimum and maximum.
  for (const [at, [, min, mean, max]] of wanted.entries())
    expect(Math.abs((steps[at]?.[2] ?? 0) - mean)).toBeLessThanOrEqual((max - min) / 1_000)
  expect(await series()).toHaveLength(sent)
}, 90_000)

it('tells viewers once that it holds back what they watch, and once that it does no more, also who came meanwhile', async () => {
  const told = (by: TestViewer) => by.itemsOf('shedding').map(({ isHolding }) => isHolding)
  expect(await viewer.watch({ process: id })).toMatchObject({ isHolding: false })
  await pressure(0.82, 1)
  await viewer.until((it) => told(it).length === 1)
  const late = new TestViewer(hub.address)
  closing.push(late)
  expect(await late.watch({ process: id })).toMatchObject({ ok: true, isHolding: true })
  await say(3)
  await pressure(0.9, 2)
  const lately = new TestViewer(hub.address)
  closing.push(lately)
  expect(await lately.watch({ fleet: true })).toMatchObject({ isHolding: true })
  expect(told(viewer)).toEqual([true])
  await pressure(0.5, 0)
  for (const one of [viewer, late, lately]) await one.until((it) => told(it).at(-1) === false)
  expect([viewer, late, lately].map(told)).toEqual([[true, false], [false], [false]])
  await say(1)
  await viewer.until((it) => it.itemsOf('frames').length === 1)
}, 30_000)

/** What steps of five minutes must be, from the values that were sent: `seq * 10` at `seq` seconds. */
function stepsOf(frames: number): [number, number, number, number][] {
  const steps = new Map<number, number[]>()
  for (let seq = 1; seq <= frames; seq++) {
    const atMs = Math.floor((START_MS + seq * 1_000) / FIVE_MINUTES) * FIVE_MINUTES
    steps.set(atMs, [...(steps.get(atMs) ?? []), seq * 10])
  }
  return [...steps].map(([atMs, values]) => [
    atMs,
    Math.min(...values),
    values.reduce((sum, value) => sum + value, 0) / values.length,
    Math.max(...values),
  ])
}
