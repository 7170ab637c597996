#!/usr/bin/env node
// node agent/build.mjs [FOLDER]
// Makes agent/dist: one minified CommonJS bundle without dependencies, an ES module that names its exports, and one file of types.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundleTypes } from './bundle-types.mjs'

const here = dirname(fileURLToPath(import.meta.url))

// What the agent never uses, and what would be loaded with it all the same: HTTP long polling, debug output, WebSocket servers,
// and compression (with zlib). It is a fifth of the bundle and of the memory that loading it takes.
const require = createRequire(import.meta.url)
const fromEngine = createRequire(require.resolve('engine.io-client'))
const websocket = join(dirname(fromEngine.resolve('ws')), 'lib', 'websocket.js')
const INSTEAD = {
  'xmlhttprequest-ssl': 'export const XMLHttpRequest = undefined',
  debug: 'export default () => () => {}',
  ws: `import WebSocket from ${JSON.stringify(websocket)}; export { WebSocket }`,
  './permessage-deflate': "module.exports = class { static extensionName = 'permessage-deflate' }",
}

const leaveOutUnused = {
  name: 'leave-out-unused',
  setup(bundle) {
    const filter = new RegExp(`^(${Object.keys(INSTEAD).join('|').replaceAll('.', '\\.')})$`)
    bundle.onResolve({ filter }, ({ path }) => ({ path, namespace: 'instead' }))
    bundle.onLoad({ filter: /.*/, namespace: 'instead' }, ({ path }) => ({
      contents: INSTEAD[path],
      loader: 'js',
      resolveDir: here,
    }))
  },
}

export async function buildAgentPackage(dist = join(here, 'dist')) {
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  await build({
    entryPoints: [join(here, 'index.ts')],
    outfile: join(dist, 'index.cjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    // Optional native parts of ws, which it asks for in a try block.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [leaveOutUnused],
    legalComments: 'none',
    logLevel: 'warning',
  })
  // Over the bundle rather than beside it, so that a program that uses both ways has one agent.
  writeFileSync(join(dist, 'index.mjs'), "import agent from './index.cjs'\nexport const { tidemark } = agent\n")
  const types = bundleTypes(join(here, 'index.ts'))
  writeFileSync(join(dist, 'index.d.ts'), types)
  writeFileSync(join(dist, 'index.d.mts'), types)
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) await buildAgentPackage(process.argv[2])
