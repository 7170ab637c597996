/** The program as the build makes it, in a folder of the test's own. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

interface BuildScript {
  bundlePrograms: (entries: Record<string, string>, outdir: string) => Promise<void>
}

export interface BuiltProgram {
  /** The folder that all of it lies in. */
  folder: string
  /** To be run by Node. */
  program: string
  remove(): void
}

/** `beside`: more programs, the output's name to its source. */
export async function buildProgram(beside: Record<string, string> = {}): Promise<BuiltProgram> {
  const { bundlePrograms } = (await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href)) as BuildScript
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-program-'))
  await bundlePrograms(
    { 'cli/tidemark': 'cli/tidemark.ts', 'hub/history-worker': 'lib/history/sqlite/history-worker.ts', ...beside },
    join(folder, 'dist'),
  )
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7"}')
  return {
    folder,
    program: join(folder, 'dist', 'cli', 'tidemark.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
