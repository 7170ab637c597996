/** Profiles and snapshots of real programs that embed the agent as it ships, sent to a real server. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CommandAnswer, ProfileContent, SnapshotEstimate } from '../../lib/protocol/commands'
import { startTestHub, type TestHub } from '../testing/wire-hub'
import { openWorkshop, type Running, type Workshop } from '../testing/workshop'

let workshop: Workshop
beforeAll(() => {
  workshop = openWorkshop()
})
afterAll(() => workshop.remove())

const toStop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

/** A hub, and a program that goes on until it is killed. `source` begins with the agent in scope. */
async function pair(source = '', options = '', flags: string[] = []): Promise<{ hub: TestHub; program: Running }> {
  const hub = await startTestHub()
  toStop.push(() => hub.kill())
  const embed = `const agent = tidemark({ url: ${JSON.stringify(hub.url)}, service: 'host', intervalMs: 100, ${options} })`
  const program = workshop.start(`${embed}; setInterval(() => {}, 1000); ${source}`, flags)
  toStop.push(() => {
    program.kill('SIGKILL')
    return program.ended
  })
  await hub.until(() => hub.frames.size >= 2)
  return { hub, program }
}

let lastId = 0
async function ask(hub: TestHub, name: string, args: object): Promise<CommandAnswer<Record<string, number>>> {
  return (await hub.command({ id: String(++lastId), name, args })) as CommandAnswer<Record<string, number>>
}
const upload = (capture: string) => ({ capture, token: `token-of-${capture}` })

function profileAt(hub: TestHub, capture: string): ProfileContent {
  return JSON.parse(String(hub.captures.get(capture)?.body)) as ProfileContent
}

interface Node {
  callFrame: { functionName: string; url: string }
  selfSize: number
  children: Node[]
}

/** Bytes alive by the function that asked for them. */
function bytesByFunction({ profile }: ProfileContent): Map<string, number> {
  const bytes = new Map<string, number>()
  const visit = ({ callFrame: { functionName }, selfSize, children }: Node): void => {
    bytes.set(functionName, (bytes.get(functionName) ?? 0) + selfSize)
    for (const child of children) visit(child)
  }
  visit((profile as { head: Node }).head)
  return bytes
}

const LEAK = `const held = []
function keepMany() { for (let at = 0; at < 20_000; at++) held.push({ at, list: [at, at + 1, at + 2] }) }
function makeGarbage() { let last; for (let at = 0; at < 20_000; at++) last = { at, list: [at, at + 1, at + 2] }; return last }
setInterval(() => { keepMany(); makeGarbage() }, 20)`

test('A profile that is taken for a time names the function whose objects stay, and not the one whose objects go.', async () => {
  const { hub } = await pair(LEAK)
  const answer = await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 1_000 })
  expect(answer).toMatchObject({ ok: true })
  const content = profileAt(hub, 'p1')
  expect(hub.captures.get('p1')).toMatchObject({
    authorization: 'Bearer token-of-p1',
    contentType: 'application/json',
  })
  const hello = hub.hellos[0]?.process
  expect(content).toMatchObject({ pid: hello?.pid, boot: hello?.boot, sourceMaps: {} })
  expect(content.atMs - content.sinceMs).toBeGreaterThanOrEqual(990)
  const bytes = bytesByFunction(content)
  expect(bytes.get('keepMany')).toBeGreaterThan(1_000_000)
  expect(bytes.get('makeGarbage') ?? 0).toBeLessThan(0.2 * (bytes.get('keepMany') ?? 0))
  if (!answer.ok) throw new Error(answer.message)
  expect(answer.result).toMatchObject({ sinceMs: content.sinceMs, atMs: content.atMs })
  expect(answer.result['bytes']).toBe(hub.captures.get('p1')?.body.length)
  // It ended with that: the next one begins anew.
  await ask(hub, 'heap-profile', { ...upload('p2'), durationMs: 200 })
  expect(profileAt(hub, 'p2').sinceMs).toBeGreaterThanOrEqual(content.atMs)
})

test('A profiler that is always on tells what was allocated since the start, and goes on.', async () => {
  const { hub } = await pair(LEAK, "allow: { heapProfile: 'always' }")
  await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 0 })
  await ask(hub, 'heap-profile', { ...upload('p2'), durationMs: 0 })
  const [first, second] = [profileAt(hub, 'p1'), profileAt(hub, 'p2')]
  expect(second.sinceMs).toBe(first.sinceMs)
  expect(bytesByFunction(second).get('keepMany')).toBeGreaterThan(bytesByFunction(first).get('keepMany') ?? 0)
})

test('A profile tells where the agent stands: in a file of its own, or in one with the program that it was bundled into.', async () => {
  const { hub } = await pair()
  await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 100 })
  expect(profileAt(hub, 'p1').agent).toEqual({
    url: join(workshop.folder, 'dist', 'index.cjs'),
    line: expect.any(Number) as number,
    column: expect.any(Number) as number,
    isWhole: true,
  })
  const other = await startTestHub()
  toStop.push(() => other.kill())
  const file = join(workshop.folder, 'bundled.cjs')
  const contents = `require('./dist/index.cjs').tidemark({ url: '${other.url}', service: 'b', intervalMs: 100 })`
  buildSync({
    stdin: { contents, resolveDir: workshop.folder },
    outfile: file,
    bundle: true,
    platform: 'node',
    external: ['bufferutil', 'utf-8-validate'],
    sourcemap: 'linked',
  })
  // Also where the runtime tells the stacks of errors as places in the sources.
  const program = workshop.start(`require('./bundled.cjs'); setInterval(() => {}, 1000)`, ['--enable-source-maps'])
  toStop.push(() => {
    program.kill('SIGKILL')
    return program.ended
  })
  await other.until(() => other.frames.size >= 1)
  await ask(other, 'heap-profile', { ...upload('p2'), durationMs: 100 })
  expect(profileAt(other, 'p2').agent).toMatchObject({ url: file, isWhole: false })
})

test('Two profiles at once: the second is refused as busy, and the first comes as if nothing had been.', async () => {
  const { hub } = await pair()
  const first = ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 500 })
  expect(await ask(hub, 'heap-profile', { ...upload('p2'), durationMs: 0 })).toMatchObject({ ok: false, code: 'busy' })
  expect(await first).toMatchObject({ ok: true })
  expect([...hub.captures.keys()]).toEqual(['p1'])
})

test("The host's own profiler is left alone: the agent says so, and the host's profile is whole.", async () => {
  const { hub, program } = await pair(
    `const { Session } = require('node:inspector'); const session = new Session(); session.connect()
    session.post('HeapProfiler.startSampling', { samplingInterval: 16384 })
    ${LEAK}
    process.once('SIGTERM', () => session.post('HeapProfiler.stopSampling', (error, answer) => {
      say({ error, has: JSON.stringify(answer.profile).includes('keepMany') }); process.exit() }))`,
  )
  const answer = await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 0 })
  expect(answer).toEqual({
    ok: false,
    code: 'not_available',
    message: 'another profiler samples the heap of this process; end that first.',
  })
  program.kill('SIGTERM')
  const { said, stderr } = await program.ended
  expect(said).toEqual([{ error: null, has: true }])
  expect(stderr).toBe('')
})

test('A profiler of the host that ends the sampling is met with a sentence, and the next profile comes.', async () => {
  const { hub } = await pair(
    `const { Session } = require('node:inspector'); const session = new Session(); session.connect()
    session.post('HeapProfiler.stopSampling')`,
    "allow: { heapProfile: 'always' }",
  )
  expect(await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 0 })).toMatchObject({
    ok: false,
    code: 'failed',
    message: expect.stringContaining('another profiler ended the sampling') as string,
  })
  expect(await ask(hub, 'heap-profile', { ...upload('p2'), durationMs: 0 })).toMatchObject({ ok: true })
})

test('Source maps of the scripts in a profile come along, from their own files and from within, without the sources.', async () => {
  const compiled = (name: string, sourcemap: 'linked' | 'inline'): void => {
    const source = `export const held: object[] = []\nexport function ${name}(): void { for (let at: number = 0; at < 50_000; at++) held.push({ at }) }`
    const [map, code] = buildSync({
      stdin: { contents: source, sourcefile: `${name}.ts`, loader: 'ts' },
      outfile: join(workshop.folder, `${name}.cjs`),
      format: 'cjs',
      sourcemap,
      write: false,
      minifyWhitespace: true,
    }).outputFiles.toSorted((a, b) => b.path.length - a.path.length)
    for (const file of [map, code]) if (file) writeFileSync(file.path, file.text)
  }
  compiled('keepLinked', 'linked')
  compiled('keepInline', 'inline')
  const { hub } = await pair(
    `const a = require('./keepLinked.cjs'), b = require('./keepInline.cjs'); setInterval(() => { a.keepLinked(); b.keepInline() }, 50)`,
  )
  await ask(hub, 'heap-profile', { ...upload('p1'), durationMs: 500 })
  const { sourceMaps } = profileAt(hub, 'p1')
  const maps = Object.entries(sourceMaps).map(([url, { json, url: mapUrl }]) => {
    const { version, sources, sourcesContent, mappings } = JSON.parse(json) as Record<string, unknown>
    return { url, mapUrl, version, sources, sourcesContent, isMapped: String(mappings).length > 10 }
  })
  const at = (file: string): string => `file://${join(workshop.folder, file)}`
  const known = { version: 3, sourcesContent: undefined, isMapped: true }
  expect(maps.toSorted((a, b) => a.url.localeCompare(b.url))).toEqual([
    {
      ...known,
      url: join(workshop.folder, 'keepInline.cjs'),
      mapUrl: at('keepInline.cjs'),
      sources: ['keepInline.ts'],
    },
    {
      ...known,
      url: join(workshop.folder, 'keepLinked.cjs'),
      mapUrl: at('keepLinked.cjs.map'),
      sources: ['keepLinked.ts'],
    },
  ])
})

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

test('A process that is killed in mid-capture leaves nothing on its disk, and what came of it is not whole.', async () => {
  const before = readdirSync(workshop.folder)
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
  expect(readdirSync(workshop.folder).filter((name) => !before.includes(name))).toEqual([
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
