/** Profiles of real programs that embed the agent as it ships, sent to a real server. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import type { ProfileContent } from '../../lib/protocol/commands'
import { ask, embedEach, upload } from '../testing/embedded'
import { startTestHub, type TestHub } from '../testing/wire-hub'

const embedded = embedEach()
const { pair, toStop } = embedded

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
    url: join(embedded.workshop.folder, 'dist', 'index.cjs'),
    line: expect.any(Number) as number,
    column: expect.any(Number) as number,
    isWhole: true,
  })
  const other = await startTestHub()
  toStop.push(() => other.kill())
  const file = join(embedded.workshop.folder, 'bundled.cjs')
  const contents = `require('./dist/index.cjs').tidemark({ url: '${other.url}', service: 'b', intervalMs: 100 })`
  buildSync({
    stdin: { contents, resolveDir: embedded.workshop.folder },
    outfile: file,
    bundle: true,
    platform: 'node',
    external: ['bufferutil', 'utf-8-validate'],
    sourcemap: 'linked',
  })
  // Also where the runtime tells the stacks of errors as places in the sources.
  const program = embedded.workshop.start(`require('./bundled.cjs'); setInterval(() => {}, 1000)`, [
    '--enable-source-maps',
  ])
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
      outfile: join(embedded.workshop.folder, `${name}.cjs`),
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
  const at = (file: string): string => `file://${join(embedded.workshop.folder, file)}`
  const known = { version: 3, sourcesContent: undefined, isMapped: true }
  expect(maps.toSorted((a, b) => a.url.localeCompare(b.url))).toEqual([
    {
      ...known,
      url: join(embedded.workshop.folder, 'keepInline.cjs'),
      mapUrl: at('keepInline.cjs'),
      sources: ['keepInline.ts'],
    },
    {
      ...known,
      url: join(embedded.workshop.folder, 'keepLinked.cjs'),
      mapUrl: at('keepLinked.cjs.map'),
      sources: ['keepLinked.ts'],
    },
  ])
})
