#!/usr/bin/env node
// node agent/build.mjs [FOLDER]
// Makes agent/dist. For each path of the package: one minified CommonJS bundle without dependencies, an ES module that names its
// exports, and one file of types.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundleTypes } from './bundle-types.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/** The package's paths (`exports` in package.json says the same): the name of what is made, and its source. They share no code but by `current.ts`. */
const ENTRIES = { index: 'index.ts', bounded: 'bounded/index.ts', adapters: 'adapters/index.ts' }
/** What `register` is, and what it loads: nothing that anybody imports by name. */
const PRELOADED = {
  register: 'register.ts',
  'main-thread': 'register/main-thread.ts',
  inside: 'adapters/workers/inside.ts',
}
/** Bundles that `register` finds beside it. */
const BESIDE = ['./index.cjs', './adapters.cjs', './main-thread.cjs', './inside.cjs']

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
  // Its build for browsers, which is the same without diagnostics channels: Node 18.15 has not all that the other asks of them.
  'lru-cache': `export * from ${JSON.stringify(join(dirname(require.resolve('lru-cache')), '..', '..', 'esm', 'browser', 'index.js'))}`,
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
  const names = Object.keys(ENTRIES)
  const types = bundleTypes(names.map((name) => join(here, ENTRIES[name])))
  for (const [index, name] of names.entries()) await buildEntry(name, dist, types[index])
  for (const [name, source] of Object.entries(PRELOADED)) await bundle(source, join(dist, `${name}.cjs`), BESIDE)
  writeFileSync(join(dist, 'register.d.ts'), 'export {}\n')
}

async function buildEntry(name, dist, types) {
  const outfile = join(dist, `${name}.cjs`)
  await bundle(ENTRIES[name], outfile)
  // Over the bundle rather than beside it, so that a program that uses both ways has one agent.
  const names = Object.keys(require(outfile)).join(', ')
  writeFileSync(join(dist, `${name}.mjs`), `import bundle from './${name}.cjs'\nexport const { ${names} } = bundle\n`)
  writeFileSync(join(dist, `${name}.d.ts`), types)
  writeFileSync(join(dist, `${name}.d.mts`), types)
}

async function bundle(source, outfile, beside = []) {
  await build({
    entryPoints: [join(here, source)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    // Optional native parts of ws, which it asks for in a try block.
    external: ['bufferutil', 'utf-8-validate', ...beside],
    plugins: [leaveOutUnused],
    legalComments: 'none',
    // By which it knows itself again, where it lies as it was shipped (agent/commands/own-place.ts).
    banner: { js: '/*! @tidemark/agent */' },
    logLevel: 'warning',
  })
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) await buildAgentPackage(process.argv[2])
