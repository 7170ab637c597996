#!/usr/bin/env node
// The relay of examples/ under an investigation, in compressed time: three suspects, one of which holds the leak, each in a run of its own.
//   node bench/relay.mjs [--fill-s 150] [--warm-up-s 40] [--pace 100] [--longest-s 900] [--plain] [--collect-ms 0] [--looks FILE]
//     --plain: a run with nothing toggled as well     --collect-ms: relays collect so often by themselves, for runs of seconds
//     --looks: every answer that was seen, a line of JSON each
// The status is 1 where something that was said does not agree with what the programs counted themselves.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParts, bundlePrograms, workerEntries } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
await buildParts(['agent'])
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'bench-relay-'))
try {
  // A copy of its own: a build in the meantime does not change what runs.
  await bundlePrograms(
    {
      'cli/tidemark': 'cli/tidemark.ts',
      'cli/run-preload': 'cli/run/preload.ts',
      'examples/relay': 'examples/relay/main.ts',
      'bench/relay': 'bench/relay/main.ts',
      ...workerEntries(),
    },
    join(outdir, 'dist'),
  )
  writeFileSync(join(outdir, 'package.json'), '{"version":"0.0.0"}')
  const args = [
    join(outdir, 'dist', 'bench', 'relay.cjs'),
    '--programs',
    join(outdir, 'dist'),
    ...process.argv.slice(2),
  ]
  const run = spawnSync(process.execPath, args, { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
