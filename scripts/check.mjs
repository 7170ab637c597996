#!/usr/bin/env node
// `npm run check`: the fast gate. Format, lint with types, types; with --unit also the unit tests that need nothing built.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules', '.bin', name)

const CHECKS = [
  { name: 'format', command: bin('prettier'), args: ['--check', '--log-level=warn', '.'] },
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'types', command: bin('tsc'), args: ['--noEmit', '-p', '.'] },
]

/** Runs every check, also after one that failed, and answers which held. */
export async function runChecks() {
  ensureNextTypes()
  return CHECKS.map(({ name, command, args }) => {
    const run = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
    const ok = run.status === 0
    console.log(`── ${name}: ${ok ? 'ok' : 'failed'}`)
    if (!ok) console.log(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}`)
    return { name, ok }
  })
}

/** `next build` writes this file; a clean clone that has not built yet needs it for types of CSS modules. */
function ensureNextTypes() {
  const file = join(root, 'next-env.d.ts')
  if (!existsSync(file))
    writeFileSync(file, '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await runChecks()
  process.exit(results.every((check) => check.ok) ? 0 : 1)
}
