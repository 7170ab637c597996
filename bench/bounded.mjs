#!/usr/bin/env node
// The bounded structures: operations a second beside a bare Map and lru-cache, and the heap under ten million operations.
//   node bench/bounded.mjs [--rounds 7] [--million 10]     --million 0 leaves the heap out
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundlePrograms } from '../scripts/build.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-bounded-'))
try {
  await bundlePrograms({ main: join(here, 'bounded', 'main.ts') }, folder)
  const args = ['--expose-gc', join(folder, 'main.cjs'), ...process.argv.slice(2)]
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
