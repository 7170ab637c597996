import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { expect, it } from 'vitest'
import { DrivenCore, rowsOf } from './testing/driven-core'
import { atMsOf, LIVES, SERIES, valueOf } from './testing/killed-writer'
import { buildWorker, temporaryFolder } from './testing/made-up'

const KILLS = 10

/** Runs the writer until it has said `lines` lines, kills it, and answers with what it said was durable. */
async function killAfter(lines: number, program: string, args: string[]): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const durable = new Map<string, number>()
  let said = 0
  for await (const line of createInterface(child.stdout)) {
    const [boot = '', seq] = line.split(' ')
    durable.set(boot, Number(seq))
    if (++said === lines) child.kill('SIGKILL')
  }
  expect((await exited)[1]).toBe('SIGKILL')
  return durable
}

it(`keeps every frame that it called durable, once and with its values, through ${KILLS} kills at random moments`, async () => {
  const worker = fileURLToPath(buildWorker())
  const program = join(dirname(worker), 'killed-writer.cjs')
  const entry = join(import.meta.dirname, 'testing/killed-writer.ts')
  buildSync({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3'],
    logLevel: 'error',
  })
  const folder = temporaryFolder()
  const durable = new Map<string, number>()
  for (let kill = 0; kill < KILLS; kill++) {
    const lines = 1 + Math.floor(Math.random() * 250)
    for (const [boot, seq] of await killAfter(lines, program, [folder, worker])) durable.set(boot, seq)
  }

  const core = new DrivenCore({ folder })
  let sealed = 0
  for (const boot of LIVES) {
    const answers = core.series({ names: SERIES, fromMs: 0, toMs: 1e13 }, `s.${boot}`)
    const last = answers[0]?.atMs.length ?? 0
    expect(last).toBeGreaterThanOrEqual(durable.get(boot) ?? 0)
    answers.forEach((answer, series) => {
      const wanted = Array.from({ length: last }, (_, row) => [atMsOf(row + 1), valueOf(boot, row + 1, series)])
      expect(rowsOf(answer)).toEqual(wanted)
    })
    sealed += core.rows('block', 'tier = 10000')
  }
  expect(sealed).toBeGreaterThan(0)
  expect(core.logged).toEqual([])
})
