#!/usr/bin/env node
// node agent/build.mjs [FOLDER]
// Makes agent/dist: one minified CommonJS bundle without dependencies, an ES module that names its exports, and one file of types.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundleTypes } from './bundle-types.mjs'

const here = dirname(fileURLToPath(import.meta.url))

// What the agent never uses: HTTP long polling, and the clients' debug output.
const EMPTY = {
  'xmlhttprequest-ssl': 'export const XMLHttpRequest = undefined',
  debug: 'export default () => () => {}',
}

const leaveOutUnused = {
  name: 'leave-out-unused',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(${Object.keys(EMPTY).join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'empty',
    }))
    bundle.onLoad({ filter: /.*/, namespace: 'empty' }, ({ path }) => ({ contents: EMPTY[path], loader: 'js' }))
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
