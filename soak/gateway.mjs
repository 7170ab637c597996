#!/usr/bin/env node
// The demo's gateway under load for half an hour, bounded and leaky side by side, at a hub of its own: 2,000 clients on each, coming and
// going, one in ten dying without a word. Bounded, its live set stays within 3 %, and nothing is flagged; leaky, it is flagged.
//   node soak/gateway.mjs [--minutes 30] [--clients 2000] [--fault streams-kept]
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundlePrograms } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'soak-gateway-'))
try {
  // A copy of its own: a build in the meantime does not change what runs.
  await bundlePrograms(
    {
      'cli/tidemark': 'cli/tidemark.ts',
      'hub/history-worker': 'lib/history/sqlite/history-worker.ts',
      'soak/gateway': 'examples/gateway/main.ts',
      'soak/driver': 'examples/driver/main.ts',
      'soak/main': 'soak/gateway/main.ts',
    },
    join(outdir, 'dist'),
  )
  writeFileSync(join(outdir, 'package.json'), '{"version":"0.0.0"}')
  const settings = ['--settings', join(root, 'examples', 'demo-settings.json')]
  const args = [join(outdir, 'dist', 'soak', 'main.cjs'), ...settings, ...process.argv.slice(2)]
  const run = spawnSync(process.execPath, args, { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
