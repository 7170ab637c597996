import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Bundles `examples/NAME/main.ts` of each name as the build does, into a folder of a test. */
export async function bundlePrograms(outdir: string, names: readonly string[]): Promise<void> {
  await bundleFiles(outdir, Object.fromEntries(names.map((name) => [name, `examples/${name}/main.ts`])))
}

/** `entries`: the output's name, without its ending, to its source. */
export async function bundleFiles(outdir: string, entries: Record<string, string>): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    external: ['better-sqlite3'],
    alias: {
      '@tidemark/agent': join(ROOT, 'agent', 'index.ts'),
      '@tidemark/agent/bounded': join(ROOT, 'agent', 'bounded', 'index.ts'),
    },
    banner: { js: 'const __import_meta_url = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': '__import_meta_url' },
  })
}
