/** A hub in a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { SmallDisk } from './small-disk'

/** On a busy machine a start takes some seconds; one that takes longer hangs. */
const START_WITHIN_MS = 30_000

export interface HubRun {
  /** Whether it got to serve before it ended. */
  served: boolean
  /** What it said on stderr where it ended by itself. */
  complaint: string | null
}

export class KilledHub {
  private port = 0
  private child: ChildProcess | null = null
  private exited: Promise<unknown> = Promise.resolve()
  private errors = ''
  private served: Promise<string | null> = Promise.resolve(null)

  constructor(
    private readonly program: string,
    private readonly dataFolder: string,
    private readonly disk: SmallDisk | null,
    private readonly flags: readonly string[] = [],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts it on the port that it had before; resolves with its address once it serves, or `null` once it has ended. */
  start(): Promise<string | null> {
    const args = [this.program, 'start', '--port', String(this.port), '--data', this.dataFolder, ...this.flags]
    const [command, ...rest] = this.disk?.limited(process.execPath, args) ?? [process.execPath, ...args]
    const child = spawn(command as string, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TIDEMARK_LOG: 'error' },
    })
    this.child = child
    this.errors = ''
    child.stderr.on('data', (data: Buffer) => {
      this.errors = (this.errors + data.toString()).slice(-2_000)
    })
    this.exited = once(child, 'exit')
    this.served = new Promise((resolve) => {
      let out = ''
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString()
        const url = /http:\/\/\S+/u.exec(out)?.[0]
        if (url === undefined) return
        this.port = Number(new URL(url).port)
        resolve(url)
      })
      void this.exited.then(() => resolve(null))
    })
    return this.served
  }

  /** Lets it run for some time, from now or from when it serves, and kills it. */
  async killAfter(ms: number, from: 'start' | 'serving'): Promise<HubRun> {
    const isStuck = from === 'serving' && (await within(START_WITHIN_MS, this.served)) === 'over'
    const isOver = isStuck || (await within(ms, this.exited)) === 'over'
    this.child?.kill('SIGKILL')
    await this.exited
    const served = (await this.served) !== null
    if (isStuck) return { served, complaint: `it did not serve within ${START_WITHIN_MS} ms. ${this.errors}`.trim() }
    return { served, complaint: isOver ? null : this.errors.trim() }
  }

  async stop(): Promise<void> {
    this.child?.kill('SIGTERM')
    await this.exited
  }
}

/** Whether the time was over before it was there. */
async function within(ms: number, it: Promise<unknown>): Promise<'there' | 'over'> {
  let timer: NodeJS.Timeout | undefined
  const isOver = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), ms)
  })
  const first = await Promise.race([isOver, it.then(() => 'there' as const)])
  clearTimeout(timer)
  return first
}
