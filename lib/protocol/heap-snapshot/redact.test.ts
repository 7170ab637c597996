import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redactStrings, type Redaction } from './redact'

/** A program with secrets wherever a heap can keep them. */
const PROGRAM = `
const { writeHeapSnapshot } = require('node:v8')
const secret = (tail) => ['s3cr3t', 'of', 'mine', tail].join('-')
class ClientStream { constructor(token) { this.accessToken = token } }
globalThis.kept = {
  stream: new ClientStream(secret('in-a-field')),
  list: [secret('in-a-list'), secret('x').repeat(300).slice(5, 900)],
  joined: secret('left-of-a-join') + secret('right-of-a-join') + process.pid,
  unicode: 'Gehe\\u00efmnis-\\u2713-' + secret('in-unicode'),
  quoted: 'say "' + secret('in-quotes') + '" \\\\ \\n end',
  byAddress: { ['ada.' + 'lovelace@example.org']: 1, ['tok_' + '9f8e7d6c5b4a39281706']: 2 },
  map: new Map([[secret('as-a-key'), secret('as-a-value')]]),
  weak: new WeakMap(),
  pattern: new RegExp(secret('in-a-pattern')),
  symbol: Symbol(secret('in-a-symbol')),
  number: 4242424242.5,
}
kept.key = {}
kept.weak.set(kept.key, secret('weakly'))
function onConnect() { const scoped = secret('in-a-scope'); return () => scoped }
kept.closure = onConnect()
kept.bound = kept.closure.bind(null, secret('bound'))
writeHeapSnapshot(process.argv[1], { exposeNumericValues: true })
`

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces)
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

interface Snapshot {
  snapshot: object
  nodes: number[]
  edges: number[]
  locations: number[]
  strings: string[]
}

describe('a snapshot without its strings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-redact-'))
  const file = join(folder, 'secrets.heapsnapshot')
  let redacted: Buffer = Buffer.alloc(0)
  let redaction: Redaction | null = null

  beforeAll(async () => {
    execFileSync(process.execPath, ['-e', PROGRAM, file])
    redacted = await collected(redactStrings(createReadStream(file), (done) => (redaction = done)))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has none of what the program kept: in fields, lists, maps, keys, scopes, patterns, weak maps, joins and slices', () => {
    const original = readFileSync(file, 'latin1')
    const text = redacted.toString('latin1')
    for (const secret of ['s3cr3t', 'lovelace', '9f8e7d6c', 'Gehe', '4242424242'])
      expect([secret, original.includes(secret), text.includes(secret)]).toEqual([secret, true, false])
  })

  it('still has the names of constructors, functions, properties and variables', () => {
    const text = redacted.toString('latin1')
    for (const name of ['ClientStream', 'accessToken', 'onConnect', 'byAddress', 'scoped', 'system / Context'])
      expect([name, text.includes(`"${name}"`)]).toEqual([name, true])
  })

  it('is a whole snapshot in the form of V8, with every number as it was', () => {
    const [before, after] = [readFileSync(file, 'utf8'), redacted.toString('utf8')].map(
      (text) => JSON.parse(text) as Snapshot,
    )
    expect(after?.strings).toHaveLength(before?.strings.length ?? 0)
    for (const part of ['snapshot', 'nodes', 'edges', 'locations'] as const)
      expect(after?.[part]).toEqual(before?.[part])
    const changed = after?.strings.filter((text, at) => text !== before?.strings[at])
    expect(changed?.every((text) => text === '')).toBe(true)
    expect(redaction).toMatchObject({ blankedStrings: expect.any(Number) })
  })

  it('is the same wherever the bytes are cut', async () => {
    const bytes = readFileSync(file)
    for (const size of [997, 65_536, bytes.length])
      expect(Buffer.compare(await collected(redactStrings(cut(bytes, size))), redacted)).toBe(0)
  })

  it('is refused where something is in it that V8 does not write, where strings come too early, and where it is not whole', async () => {
    const text = readFileSync(file, 'latin1')
    const refusal = async (bytes: string) => {
      try {
        await collected(redactStrings(cut(Buffer.from(bytes, 'latin1'), 4_096)))
      } catch (error) {
        return error instanceof Error ? error.message : ''
      }
      return 'none'
    }
    expect(await refusal(text.slice(0, -5))).toMatch(
      /^The heap snapshot ends too early, after \d+ bytes, in "strings"\.$/u,
    )
    expect(await refusal(text.replace('"samples":', '"extras":'))).toBe(
      'The heap snapshot has "extras", which may hold anything.',
    )
    expect(await refusal(text.replace(/\]\}\s*$/u, '],"nodes":[1]}'))).toBe(
      'The heap snapshot has "nodes" after its strings.',
    )
    expect(await refusal('{"strings":["a"]}')).toBe('The heap snapshot has "strings" before its header.')
    expect(await refusal('[1]')).toBe('This is no heap snapshot of V8: an unexpected character, at byte 0.')
  })
})
