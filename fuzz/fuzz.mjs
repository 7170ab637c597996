#!/usr/bin/env node
// `npm run fuzz`: generated messages against the decoder, and over real sockets with honest agents beside.
//   npm run fuzz -- [--seed N] [--decoder 10000000] [--sockets 200000]
// A failure names its seed and place; both belong into fuzz/found.ts, with what they showed.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildParts, bundlePrograms } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e9)) },
    decoder: { type: 'string', default: '10000000' },
    sockets: { type: 'string', default: '200000' },
  },
})
await buildParts(['programs'])
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'fuzz-'))
try {
  await bundlePrograms({ main: 'fuzz/main.ts' }, outdir)
  const program = join(root, 'dist', 'cli', 'tidemark.cjs')
  const args = ['--expose-gc', join(outdir, 'main.cjs'), program, values.seed, values.decoder, values.sockets]
  const run = spawn(process.execPath, args, { stdio: 'inherit' })
  process.exitCode = await new Promise((resolve) => run.on('exit', (code) => resolve(code ?? 1)))
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
