/** Programs for tests that need a process of their own: its end, its exit code, flags of V8. They embed the agent as it ships. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Ended {
  code: number | null
  /** What the program printed as JSON lines. */
  said: unknown[]
  stderr: string
}

export interface Running {
  readonly pid: number
  readonly ended: Promise<Ended>
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
}

export interface Workshop {
  /** Where the built agent is. */
  readonly folder: string
  /** Runs `source` as CommonJS, with `tidemark` in scope and `say(value)` to print; resolves when it has ended by itself. */
  run(source: string, flags?: string[], env?: Record<string, string>): Promise<Ended>
  /** The same, for a program that does not end by itself. */
  start(source: string, flags?: string[], env?: Record<string, string>): Running
  remove(): void
}

/** Builds the agent into a folder of its own. */
export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-agent-'))
  const script = fileURLToPath(new URL('../build.mjs', import.meta.url))
  const built = spawnSync(process.execPath, [script, join(folder, 'dist')], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the agent could not be built:\n${built.stderr}`)
  let programs = 0
  function start(source: string, flags: string[] = [], env: Record<string, string> = {}): Running {
    const file = join(folder, `program-${++programs}.cjs`)
    const opening = `const { tidemark } = require('./dist/index.cjs'); const say = (value) => console.log(JSON.stringify(value));`
    writeFileSync(file, `${opening}\n${source}`)
    const child = spawn(process.execPath, [...flags, file], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    const { pid } = child
    if (pid === undefined) throw new Error('the program could not be started')
    return { pid, ended: ended(child), kill: (signal) => void child.kill(signal) }
  }
  return {
    folder,
    start,
    run: (source, flags, env) => start(source, flags, env).ended,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (text: Buffer) => (stdout += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      const said = stdout
        .split('\n')
        .filter(Boolean)
        .map((line): unknown => JSON.parse(line))
      resolve({ code, said, stderr })
    })
  })
}
