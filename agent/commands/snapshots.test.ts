/** Heap snapshots of real programs that embed the agent as it ships, sent to a real server. */
import { expect, test } from 'vitest'
import type { SnapshotEstimate } from '../../lib/protocol/commands'
import { ask, embedEach, upload } from '../testing/embedded'

const { pair } = embedEach()

const SECRET = 'correct-horse-battery-staple'

test('A snapshot comes without the contents of strings, told beforehand and afterwards; names and sizes stay.', async () => {
  const { hub } = await pair(
    `class ClientStream { constructor(id) { this.id = id; this.token = '${SECRET}-' + id } }
    const streams = globalThis.streams = Array.from({ length: 1_000 }, (_, id) => new ClientStream(id)); streams.map((one) => one.token.length)`,
  )
  const answer = await ask(hub, 'heap-snapshot', { ...upload('s1') })
  if (!answer.ok) throw new Error(answer.message)
  const text = String(hub.captures.get('s1')?.body)
  const snapshot = JSON.parse(text) as { snapshot: { node_count: number }; nodes: number[]; strings: string[] }
  expect(snapshot.nodes.length / snapshot.snapshot.node_count).toBe(7)
  expect(snapshot.strings).toContain('ClientStream')
  expect(snapshot.strings).toContain('token')
  expect(text).not.toContain(SECRET)
  expect(answer.result['pauseMs']).toBeGreaterThan(0)
  expect(answer.result['bytes']).toBeGreaterThan(text.length / 2)
  await hub.until(() => hub.events.length >= 2)
  expect(hub.events.map(({ type, level }) => [type, level])).toEqual([
    ['capture', 'info'],
    ['capture', 'info'],
  ])
  expect(hub.events[0]?.message).toMatch(
    /^captures a heap snapshot, stands still for (?:\d+ to \d+ s|less than a second)\.$/u,
  )
  expect(hub.events[1]?.message).toMatch(/^has captured a heap snapshot, stood still for \d+\.\d s\.$/u)
})

test("Strings leave the process only where its owner allows it and an operator asks for them: then the file is V8's own.", async () => {
  const source = `globalThis.secret = ['${SECRET}', Math.random()].join(' is ')`
  const strict = await pair(source)
  expect(await ask(strict.hub, 'heap-snapshot', { ...upload('s1'), keepStrings: true })).toMatchObject({
    ok: false,
    code: 'not_available',
  })
  expect(strict.hub.uploads).toEqual([])
  const open = await pair(source, "allow: { heapSnapshot: 'with-strings' }")
  const whole = await ask(open.hub, 'heap-snapshot', { ...upload('s2'), keepStrings: true })
  if (!whole.ok) throw new Error(whole.message)
  const body = open.hub.captures.get('s2')?.body
  expect(whole.result['bytes']).toBe(body?.length)
  expect(String(body)).toContain(SECRET)
  await ask(open.hub, 'heap-snapshot', { ...upload('s3') })
  expect(String(open.hub.captures.get('s3')?.body)).not.toContain(SECRET)
})

test('Two snapshots know an object by the same id, also with profiles in between.', async () => {
  const { hub } = await pair(`class Marked {}; globalThis.kept = [new Marked(), new Marked()]`)
  const ids = (capture: string): number[] => {
    const { nodes, strings } = JSON.parse(String(hub.captures.get(capture)?.body)) as {
      nodes: number[]
      strings: string[]
    }
    const name = strings.indexOf('Marked')
    const found: number[] = []
    for (let at = 0; at < nodes.length; at += 7)
      if (nodes[at] === 3 && nodes[at + 1] === name) found.push(nodes[at + 2] ?? 0)
    return found
  }
  await ask(hub, 'heap-snapshot', upload('s1'))
  await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 100 })
  await ask(hub, 'gc', {})
  await ask(hub, 'heap-snapshot', upload('s2'))
  expect(ids('s1').length).toBeGreaterThanOrEqual(2)
  expect(ids('s2')).toEqual(ids('s1'))
})

test('Without a capture the answer is an estimate, and nothing is taken or told.', async () => {
  const { hub } = await pair()
  const { result } = (await ask(hub, 'heap-snapshot', {})) as unknown as { result: SnapshotEstimate }
  expect(result).toMatchObject({ isAllowed: true, reason: null })
  expect(result.pauseMs[0]).toBeLessThan(result.pauseMs[1])
  expect(result.memoryBytes).toBeGreaterThan(result.heapBytes)
  expect(result.freeBytes).toBeGreaterThan(2 * result.memoryBytes)
  expect(hub.events).toEqual([])
})

test('While one snapshot is sent a second is refused, the estimate says why, and cancelling ends it at once.', async () => {
  const { hub } = await pair()
  hub.takeUpload = (id) => id === 'slow'
  expect(await ask(hub, 'heap-snapshot', { cancel: true })).toEqual({ ok: true, result: { wasRunning: false } })
  const first = ask(hub, 'heap-snapshot', upload('slow'))
  await hub.until(() => hub.uploads.includes('slow'))
  expect(await ask(hub, 'heap-snapshot', upload('s2'))).toMatchObject({ ok: false, code: 'busy' })
  expect(await ask(hub, 'heap-snapshot', {})).toMatchObject({ ok: true, result: { isAllowed: false } })
  expect(await ask(hub, 'heap-snapshot', { cancel: true })).toEqual({ ok: true, result: { wasRunning: true } })
  expect(await first).toMatchObject({ ok: false, code: 'cancelled' })
  expect(await ask(hub, 'heap-snapshot', upload('s3'))).toMatchObject({ ok: true })
  expect([...hub.captures.keys()]).toEqual(['s3'])
  await hub.until(() => hub.events.length >= 4)
  expect(hub.events[1]).toMatchObject({ level: 'warn', message: 'has captured no heap snapshot: it was cancelled.' })
})
