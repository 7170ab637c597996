/** The hub of the soak, in a process of its own and on the same port for each of its lives. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CALM, type HubWeather } from './steps'

export interface SoakHubOptions {
  /** The folder of the built programs. */
  programs: string
  folder: string
  port: number
  settings: string
  agents: number
  say: (line: string) => void
}

export class SoakHub {
  /** Ends that nobody asked for. */
  crashes = 0
  lives = 0
  weather: HubWeather = CALM
  private child: ChildProcess | null = null
  private isExpected = true

  constructor(private readonly options: SoakHubOptions) {
    this.setWeather({})
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`
  }

  get pid(): number {
    return this.child?.pid ?? 0
  }

  /** Resolves once it serves. */
  async start(): Promise<void> {
    const { programs, folder, port, settings, agents, say } = this.options
    const program = join(programs, 'cli', 'tidemark.cjs')
    const where = ['--port', String(port), '--data', join(folder, 'data'), '--settings', settings]
    const child = spawn(
      process.execPath,
      ['--require', join(programs, 'soak', 'inside-hub.cjs'), program, 'start', ...where],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          TIDEMARK_LOG: 'error',
          TIDEMARK_MAX_AGENTS: String(agents + 10),
          TIDEMARK_SOAK_WEATHER: this.weatherFile,
          TIDEMARK_SOAK_URL: this.url,
        },
      },
    )
    this.child = child
    this.lives++
    this.isExpected = false
    child.once('exit', (code, signal) => {
      if (this.isExpected || this.child !== child) return
      this.crashes++
      say(`the hub ended by itself with ${signal ?? code}`)
      void this.start()
    })
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  }

  /** `SIGKILL`: as a crash; it comes back when `start` is called. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this
    if (child === null || child.exitCode !== null || child.signalCode !== null) return null
    this.isExpected = true
    const gone = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill(signal)
    const [status] = (await gone) as [number | null]
    return status
  }

  /** Stands still until it is woken: nothing is answered meanwhile. */
  pause(forMs: number): void {
    const { child } = this
    child?.kill('SIGSTOP')
    setTimeout(() => child?.kill('SIGCONT'), forMs)
  }

  setWeather(change: Partial<HubWeather>): void {
    this.weather = { ...this.weather, ...change }
    writeFileSync(`${this.weatherFile}.new`, JSON.stringify(this.weather))
    renameSync(`${this.weatherFile}.new`, this.weatherFile)
  }

  rssBytes(): number | null {
    try {
      const line = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))
      return line ? Number(line[1]) * 1_024 : null
    } catch {
      return null
    }
  }

  private get weatherFile(): string {
    return join(this.options.folder, 'weather.json')
  }
}
