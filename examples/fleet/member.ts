import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { MemberPlan } from './members'

const STOP_PATIENCE_MS = 3_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Who lived so long had no trouble with its start. */
const SOUND_LIFE_MS = 20_000

export interface MemberHost {
  /** Where the programs are. */
  folder: string
  env: NodeJS.ProcessEnv
  onMessage: (member: Member, message: Record<string, unknown>) => void
  /** Tells a person what happened. */
  say: (sentence: string) => void
}

/** One program of the fleet, across its restarts: when it ends it is started again, until `stop`. */
export class Member {
  #plan: MemberPlan
  #child: ChildProcess | undefined
  #isStopping = false
  #restart: NodeJS.Timeout | undefined
  #end: NodeJS.Timeout | undefined
  /** Whose time was over. On a busy machine that may be before it has a handler for its end. */
  #asked: ChildProcess | undefined
  #pauseMs = FIRST_PAUSE_MS

  constructor(
    plan: MemberPlan,
    readonly host: MemberHost,
  ) {
    this.#plan = plan
  }

  get plan(): MemberPlan {
    return this.#plan
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    const { plan, host } = this
    const startedAtMs = performance.now()
    const child = fork(join(host.folder, `${plan.program}.cjs`), plan.args, {
      env: host.env,
      ...launch(plan),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null) host.onMessage(this, message as Record<string, unknown>)
    })
    child.on('error', (error) => host.say(`${plan.name} could not be started or told something: ${error.message}`))
    child.once('exit', (code, signal) => this.#ended(child, code, signal, performance.now() - startedAtMs))
    if (plan.restartEveryMs !== undefined) {
      this.#end = setTimeout(() => this.#ask(child), plan.restartEveryMs)
    }
  }

  /** Ends the program, and starts it again with other arguments: another version of it, or the same set up otherwise. */
  deploy(args: readonly string[]): void {
    this.#plan = { ...this.#plan, args }
    if (this.#child !== undefined) this.#ask(this.#child)
  }

  tell(message: Record<string, unknown>): void {
    if (this.#child?.connected) this.#child.send(message)
  }

  /** Ends the program, by force after some seconds; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#restart)
    clearTimeout(this.#end)
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
      child.once('exit', () => {
        clearTimeout(force)
        resolve()
      })
      child.kill('SIGTERM')
    })
  }

  #ask(child: ChildProcess): void {
    this.#asked = child
    child.kill('SIGTERM')
  }

  #ended(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null, livedMs: number): void {
    clearTimeout(this.#end)
    if (this.#isStopping || child !== this.#child) return
    const isPlanned = child === this.#asked && (code === 0 || signal === 'SIGTERM')
    if (!isPlanned) {
      const how = signal === null ? `with status ${code}` : `by ${signal}`
      this.host.say(`${this.plan.name} ended ${how} after ${Math.round(livedMs / 1_000)} s and is started again`)
    }
    this.#pauseMs = livedMs > SOUND_LIFE_MS ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2)
    this.#restart = setTimeout(() => this.start(), this.#pauseMs)
  }
}

/** By Node itself, or by a shell that lowers the limit and becomes Node. */
function launch({ heapLimitMib, youngMib, openFilesMax }: MemberPlan): { execPath: string; execArgv: string[] } {
  const flags = [`--max-old-space-size=${heapLimitMib}`, `--max-semi-space-size=${youngMib}`]
  if (openFilesMax === undefined) return { execPath: process.execPath, execArgv: flags }
  const become = `ulimit -n ${openFilesMax}; exec "$0" "$@"`
  return { execPath: '/bin/sh', execArgv: ['-c', become, process.execPath, ...flags] }
}
