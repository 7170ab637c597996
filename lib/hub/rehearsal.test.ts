/** That nothing of a process changes its shape in V8 with its first frames, which each process that waits would pay for. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

const PROCESSES = 40
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-rehearsal-'))
  const entryPoints = [join(import.meta.dirname, 'testing/first-frames.ts')]
  buildSync({ entryPoints, outfile: join(folder, 'first-frames.cjs'), bundle: true, platform: 'node', format: 'cjs' })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** How many objects V8 moved to another shape while so many frames of each process came. */
function movedBy(frames: number, ...more: string[]): number {
  // V8 dies of its own tracing where a function is baseline code.
  const flags = ['--no-sparkplug', '--trace-migration', '--expose-gc']
  const args = [...flags, join(folder, 'first-frames.cjs'), String(PROCESSES), String(frames), ...more]
  return execFileSync(process.execPath, args, { encoding: 'latin1' }).split('[migrating]').length - 1
}

it('a process that tells its first frames is of the shape that it had when it said hello, however long nobody came', () => {
  expect(movedBy(20) - movedBy(0)).toBeGreaterThan(10 * PROCESSES)
  expect(movedBy(20, 'rehearsed') - movedBy(0, 'rehearsed')).toBeLessThan(PROCESSES)
})
