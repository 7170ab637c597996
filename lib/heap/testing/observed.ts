/** Runs a leaking program in a process of its own, and reads what was written of it. */
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = fileURLToPath(new URL('.', import.meta.url))

export interface Observed {
  folder: string
  profiles: [before: string, after: string]
  snapshots: [before: string, after: string]
}

/** The caller removes the folder. */
export async function observe(program: string, times: number): Promise<Observed> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-heap-'))
  const file = join(here, 'programs', program)
  const args = ['--expose-gc', join(here, 'observe-program.mjs'), file, folder, String(times)]
  await promisify(execFile)(process.execPath, args)
  const named = (end: string): [string, string] => [join(folder, `before.${end}`), join(folder, `after.${end}`)]
  return { folder, profiles: named('heapprofile'), snapshots: named('heapsnapshot') }
}
