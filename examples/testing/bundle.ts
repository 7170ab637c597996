import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const EXAMPLES = fileURLToPath(new URL('..', import.meta.url))

/** Bundles `examples/NAME/main.ts` of each name as the build does, into a folder of a test. */
export async function bundlePrograms(outdir: string, names: readonly string[]): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, join(EXAMPLES, name, 'main.ts')])),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    alias: { '@tidemark/agent': join(EXAMPLES, '..', 'agent', 'index.ts') },
    banner: { js: 'const __import_meta_url = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': '__import_meta_url' },
  })
}
