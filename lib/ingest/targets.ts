/** The targets that are connected now, and can be asked to do something. */
import type { CommandAnswer } from '../protocol/commands'
import type { CommandName } from '../protocol/vocabulary'

/** One connection of a life. */
export interface Target {
  boot: string
  commands: readonly CommandName[]
  /** Resolves with whatever the target answers; rejects where none comes within the time, or with `ConnectionEnded`. */
  ask(command: { id: string; name: CommandName; args: object }, withinMs: number): Promise<unknown>
}

export class ConnectionEnded extends Error {}

export type Asked =
  CommandAnswer | { ok: false; code: 'not_connected' | 'not_available' | 'no_answer'; message: string }

export const NOT_CONNECTED = 'the process is not connected now, or its agent takes no commands.'

export class Targets {
  /** By process; the connection that said hello last. */
  readonly #byProcess = new Map<string, Target>()
  #lastId = 0

  join(process: string, target: Target): void {
    this.#byProcess.set(process, target)
  }

  leave(process: string, target: Target): void {
    if (this.#byProcess.get(process) === target) this.#byProcess.delete(process)
  }

  /** What a process can do now; nothing where it is not connected. */
  commandsOf(process: string): readonly CommandName[] {
    return this.#byProcess.get(process)?.commands ?? []
  }

  bootOf(process: string): string | undefined {
    return this.#byProcess.get(process)?.boot
  }

  /** Those that can do this, by process. */
  *able(name: CommandName): IterableIterator<string> {
    for (const [process, { commands }] of this.#byProcess) if (commands.includes(name)) yield process
  }

  async ask(process: string, name: CommandName, args: object, withinMs: number): Promise<Asked> {
    const target = this.#byProcess.get(process)
    if (!target) return { ok: false, code: 'not_connected', message: NOT_CONNECTED }
    if (!target.commands.includes(name))
      return {
        ok: false,
        code: 'not_available',
        message: `the agent of this process does not do ${name}: it is switched off there, or older than that.`,
      }
    try {
      const answer = await target.ask({ id: String(++this.#lastId), name, args }, withinMs)
      if (isAnswer(answer)) return answer
      return { ok: false, code: 'failed', message: 'what the target answered is no answer to a command.' }
    } catch (error) {
      const isGone = error instanceof ConnectionEnded
      const what = isGone
        ? 'its connection ended before it answered'
        : `it did not answer within ${Math.round(withinMs / 1_000)} s`
      return { ok: false, code: 'no_answer', message: `the process was asked, and ${what}.` }
    }
  }
}

function isAnswer(input: unknown): input is CommandAnswer {
  if (typeof input !== 'object' || input === null || !('ok' in input)) return false
  if (input.ok === true) return 'result' in input
  return input.ok === false && 'message' in input && typeof input.message === 'string'
}
