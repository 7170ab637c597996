#!/usr/bin/env node
// `npm run dev`: the hub, started anew when its sources change, beside `next dev`, which hands /api and /socket.io on to it.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParts } from './build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const hubPort = process.env.TIDEMARK_PORT ?? '4600'
const hubUrl = `http://127.0.0.1:${hubPort}`
const WATCHED = ['lib', 'cli', 'agent', 'examples']

await buildParts(['agent', 'programs'])
let hub = startHub()
const next = spawn(
  process.execPath,
  [join(root, 'node_modules/next/dist/bin/next'), 'dev', '--hostname', '127.0.0.1'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TIDEMARK_DEV_HUB: hubUrl, NEXT_TELEMETRY_DISABLED: '1' },
  },
)

let pending = null
for (const folder of WATCHED) {
  watch(join(root, folder), { recursive: true }, (_event, file) => {
    if (!file || !/\.(ts|json)$/u.test(file) || file.includes('dist')) return
    clearTimeout(pending)
    pending = setTimeout(() => void rebuild(), 200)
  })
}

async function rebuild() {
  try {
    await buildParts(['agent', 'programs'])
  } catch (error) {
    // The old hub goes on; esbuild has said where the mistake is.
    console.error(error instanceof Error ? error.message : error)
    return
  }
  hub.kill('SIGTERM')
  hub.once('exit', () => (hub = startHub()))
}

function startHub() {
  return spawn(process.execPath, [join(root, 'dist/cli/tidemark.cjs'), 'start', '--port', hubPort], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TIDEMARK_DEV_ORIGIN: 'http://127.0.0.1:3000' },
  })
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    hub.kill(signal)
    next.kill(signal)
    process.exit(0)
  })
}
