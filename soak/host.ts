/** A process with agents: what it told of them in each of its lives. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { AgentTold, FromHost, ToHost } from './steps'

export interface SoakHostOptions {
  program: string
  url: string
  /** The first of its slots, and how many. */
  first: number
  count: number
  say: (line: string) => void
}

/** Of one life: what its agents told last, and whether it had time to bring all of it. */
export interface HostLife {
  life: number
  agents: AgentTold[]
  isFinished: boolean
}

export class SoakHost {
  readonly lives: HostLife[] = []
  crashes = 0
  private child: ChildProcess | null = null
  private isExpected = true

  constructor(readonly options: SoakHostOptions) {}

  start(): void {
    const { program, url, first, count, say } = this.options
    const now: HostLife = { life: this.lives.length + 1, agents: [], isFinished: false }
    this.lives.push(now)
    const child = fork(program, [url, first, count, now.life].map(String), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // That the hub cannot be reached for a while is what this is about.
      execArgv: ['--no-warnings'],
    })
    this.child = child
    this.isExpected = false
    child.on('message', (told: FromHost) => {
      now.agents = told.agents
      now.isFinished = told.type === 'finished'
    })
    child.once('exit', (code, signal) => {
      if (this.isExpected || this.child !== child) return
      this.crashes++
      say(`the agents from ${first} on ended by themselves with ${signal ?? code}`)
      this.start()
    })
  }

  async kill(): Promise<void> {
    await this.end((child) => {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
    })
  }

  pause(forMs: number): void {
    const { child } = this
    child?.kill('SIGSTOP')
    setTimeout(() => child?.kill('SIGCONT'), forMs)
  }

  setClock(byMs: number): void {
    this.send({ type: 'clock', byMs })
  }

  /** Has its agents bring what they have, and ends it. */
  async finish(): Promise<void> {
    await this.end((child) => {
      child.kill('SIGCONT')
      this.send({ type: 'finish' })
    })
  }

  private send(message: ToHost): void {
    if (this.child?.connected) this.child.send(message)
  }

  private async end(how: (child: ChildProcess) => void): Promise<void> {
    const { child } = this
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    this.isExpected = true
    const gone = once(child, 'exit')
    how(child)
    await gone
  }
}
