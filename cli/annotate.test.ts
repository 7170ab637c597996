/** `tidemark annotate` against a real hub: what is kept, and what is refused with which sentence and status. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../lib/hub/testing/test-hub'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
let folder: string
let program: string
let hub: TestHub

interface BuildScript {
  bundlePrograms: (entries: Record<string, string>, outdir: string) => Promise<void>
}

beforeAll(async () => {
  const { bundlePrograms } = (await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href)) as BuildScript
  folder = mkdtempSync(join(tmpdir(), 'tidemark-annotate-'))
  await bundlePrograms({ 'cli/tidemark': 'cli/tidemark.ts' }, join(folder, 'dist'))
  program = join(folder, 'dist', 'cli', 'tidemark.cjs')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7"}')
  hub = await startTestHub({ config: { adminPassword: 'pass:word' } })
})
afterAll(async () => {
  await hub.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Not `spawnSync`: the hub that it speaks to runs in this very process. */
function annotate(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const env = { ...process.env, TIDEMARK_URL: hub.address, TIDEMARK_ADMIN_PASSWORD: 'pass:word' }
  const child = spawn(process.execPath, [program, 'annotate', ...args], { env })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })))
}

it('keeps a deploy, and says what it kept', async () => {
  const at = '2026-11-21T12:00:00Z'
  expect(await annotate('gateway 1.4.2', '--service', 'gateway', '--at', at, '--author', 'Ada')).toEqual({
    status: 0,
    stdout: 'annotation 1: deploy "gateway 1.4.2" at 2026-11-21T12:00:00.000Z\n',
    stderr: '',
  })
  const authorization = `Basic ${Buffer.from('admin:pass:word').toString('base64')}`
  const { body } = await hub.get(`/api/v1/annotations?fromMs=0&toMs=${Date.parse(at)}`, { authorization })
  expect(body).toMatchObject({ annotations: [{ title: 'gateway 1.4.2', service: 'gateway', author: 'Ada (admin)' }] })
})

it.each([
  [['x', '--kind', 'party'], 2, 'kind must be one of deploy, note, restart, collection, capture, ack; "party" came.'],
  [['x', '--at', 'noon'], 2, '--at is "noon"; it must be ISO time, milliseconds since 1970, or how long ago (5m).'],
  [['x', '--url', 'here'], 2, '--url is "here"; it must be an address such as http://127.0.0.1:4600.'],
  [['x', '--process', 'nobody'], 2, 'no process has the id "nobody".'],
  [['x', '--url', 'http://127.0.0.1:1'], 1, 'no hub answers at http://127.0.0.1:1: '],
])('%j ends with status %i and a sentence', async (args, status, sentence) => {
  const ended = await annotate(...args)
  expect(ended).toMatchObject({ status, stdout: '' })
  expect(ended.stderr).toContain(`tidemark: ${sentence}`)
})
