#!/usr/bin/env node
// `npm run soak`: a hub, two hundred agents and two browser tabs for an hour, with faults at random moments.
//   npm run soak -- [--minutes 60] [--agents 200] [--hosts 8] [--seed N] [--no-tabs]
//            [--every-s 12] [--longest-s 70]     mean time between two faults; how long anything is away at most
//            [--snapshots FOLDER]                heap snapshots of the tabs, every quarter of an hour, for the browser's memory panel
// What it says of each fault goes to stderr, the report to stdout; the status is 1 where something was lost or grew.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParts, bundlePrograms, workerEntries } from '../scripts/build.mjs'
import { ensureChromium } from '../scripts/find-chromium.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const hasTabs = !process.argv.includes('--no-tabs')
await buildParts(hasTabs ? ['agent', 'dashboard'] : ['agent'])
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const outdir = mkdtempSync(join(root, 'node_modules', '.cache', 'soak-'))
try {
  // A copy of its own: a build in the meantime does not change what runs.
  await bundlePrograms(
    {
      'cli/tidemark': 'cli/tidemark.ts',
      'soak/main': 'soak/main.ts',
      'soak/agent-host': 'soak/agent-host.ts',
      'soak/inside-hub': 'soak/inside-hub.ts',
      ...workerEntries(),
    },
    join(outdir, 'dist'),
  )
  writeFileSync(join(outdir, 'package.json'), '{"version":"0.0.0"}')
  if (hasTabs) cpSync(join(root, 'dist', 'dashboard'), join(outdir, 'dist', 'dashboard'), { recursive: true })
  const env = { ...process.env, ...(hasTabs ? { CHROMIUM_PATH: await ensureChromium() } : {}) }
  const args = [join(outdir, 'dist', 'soak', 'main.cjs'), '--programs', join(outdir, 'dist'), ...process.argv.slice(2)]
  const run = spawn(process.execPath, args, { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches it by itself, a signal to this process alone has to be handed on.
  process.on('SIGTERM', () => run.kill('SIGTERM'))
  process.on('SIGINT', () => {})
  process.exitCode = await new Promise((resolve) => run.on('exit', (code) => resolve(code ?? 1)))
} finally {
  rmSync(outdir, { recursive: true, force: true })
}
