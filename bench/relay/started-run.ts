/** `tidemark run` with a relay, as somebody would start it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RunSettings } from '../../lib/protocol/investigations'

export interface RunToStart {
  programs: string
  /** The program `tidemark`. */
  program: string
  hub: string
  investigation: string
  instance: string
  toggled: RunSettings
  fillSeconds: number
  pace: number
  collectMs: number
}

export interface StartedRun {
  said: () => string
  end(): Promise<void>
}

export function startRun(run: RunToStart): StartedRun {
  const { programs, program, hub, investigation, instance, toggled, fillSeconds, pace, collectMs } = run
  const set = Object.entries(toggled).flatMap(([key, value]) => ['--set', `${key}=${value}`])
  // A small young generation: major collections come often, and the live set has enough points in minutes.
  const relay = [process.execPath, '--max-semi-space-size=1', '--expose-gc', join(programs, 'examples', 'relay.cjs')]
  const args = ['run', '--url', hub, '--investigation', investigation, ...set, '--', ...relay]
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      TIDEMARK_INSTANCE: instance,
      FILL_S: String(fillSeconds),
      PACE: String(pace),
      COLLECT_MS: String(collectMs),
    },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)))
  const exited = once(child, 'exit')
  return {
    said: () => said,
    async end() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
