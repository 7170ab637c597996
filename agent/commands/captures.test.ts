/** Captures that come to nothing: refused, forbidden, cut off by the end of a program; real programs, a real server. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ask, embedEach, upload } from '../testing/embedded'

const embedded = embedEach()
const { pair } = embedded

test('An upload that the hub refuses is told with its sentence, and the process serves on.', async () => {
  const { hub } = await pair()
  hub.takeUpload = (id, request, response) => {
    if (id !== 'full') return false
    request.resume().on('end', () => {
      response
        .writeHead(507)
        .end(JSON.stringify({ error: { code: 'no_room', message: 'the disk of the hub is full.' } }))
    })
    return true
  }
  for (const [name, args] of [
    ['heap-profile', { durationMs: 0 }],
    ['heap-snapshot', {}],
  ] as const) {
    expect(await ask(hub, name, { ...upload('full'), ...args })).toEqual({
      ok: false,
      code: 'upload_failed',
      message: 'what was captured could not be sent: the hub answered 507: the disk of the hub is full.',
    })
  }
  expect(await ask(hub, 'heap-snapshot', upload('s2'))).toMatchObject({ ok: true })
  expect(hub.captures.has('s2')).toBe(true)
})

test('A process that is killed in mid-capture leaves nothing on its disk, and what came of it is not whole.', async () => {
  const before = readdirSync(embedded.workshop.folder)
  const { hub, program } = await pair(`process.chdir(__dirname)`)
  let cut = false
  hub.takeUpload = (_id, request) => {
    // Never read to its end, so the program is in the middle of it.
    request.once('data', () => program.kill('SIGKILL'))
    request.once('close', () => (cut = true))
    return true
  }
  void ask(hub, 'heap-snapshot', upload('s1'))
  await program.ended
  await hub.until(() => cut)
  expect(hub.captures.size).toBe(0)
  expect(readdirSync(embedded.workshop.folder).filter((name) => !before.includes(name))).toEqual([
    expect.stringMatching(/^program-\d+\.cjs$/u),
  ])
})

test('A program that ends in mid-capture is not held by it, and an agent that stops cancels what runs.', async () => {
  const { hub, program } = await pair(`process.once('SIGTERM', () => agent.stop(0).then(() => process.exit(7)))`)
  hub.takeUpload = () => true
  const answer = ask(hub, 'heap-snapshot', upload('s1'))
  await hub.until(() => hub.uploads.includes('s1'))
  program.kill('SIGTERM')
  expect((await program.ended).code).toBe(7)
  void answer
})

test('What the owner forbids is not offered, and is refused; bad arguments are named.', async () => {
  const { hub } = await pair('', 'allow: { heapProfile: false, heapSnapshot: false }')
  expect(hub.hellos[0]?.commands).toEqual(['gc', 'entities'])
  expect(await ask(hub, 'heap-snapshot', {})).toMatchObject({ ok: false, code: 'not_available' })
  const open = await pair()
  expect(open.hub.hellos[0]?.commands).toEqual(['gc', 'entities', 'heap-profile', 'heap-snapshot'])
  for (const durationMs of [-1, 600_001, '5', Number.NaN])
    expect(await ask(open.hub, 'heap-profile', { ...upload('p1'), durationMs })).toMatchObject({ code: 'bad_command' })
  expect(await ask(open.hub, 'heap-profile', { durationMs: 0 })).toMatchObject({ code: 'bad_command' })
  expect(await ask(open.hub, 'heap-snapshot', { capture: 's1' })).toMatchObject({ code: 'bad_command' })
})
