/** Takes what the hub asks, has it done by whoever does it, and answers: always, and never with an exception. */
import type { CommandAck } from '../../lib/protocol/agent-wire'
import { isOneOf, isRecord, show } from '../../lib/protocol/checks'
import { COMMAND_NAMES, type CommandName } from '../../lib/protocol/vocabulary'
import { reasonOf } from '../warnings'
import { CommandError } from './command-error'

export type CommandArgs = Record<string, unknown>

/** Does one kind of command. Throws a `CommandError` for what it does not do. */
export interface CommandHandler {
  run(args: CommandArgs): unknown
  /** Ends what runs, for good. */
  stop?(): void
}

export type CommandHandlers = { readonly [Name in CommandName]?: CommandHandler }

/** More than a hub has reason to ask at one time. */
const UNDER_WAY_MOST = 16

export class CommandDesk {
  /** What the hub may ask, for the hello. */
  readonly names: readonly CommandName[]
  readonly #handlers: CommandHandlers
  #underWay = 0
  #isStopped = false

  constructor(handlers: CommandHandlers) {
    this.#handlers = handlers
    this.names = COMMAND_NAMES.filter((name) => handlers[name] !== undefined)
  }

  async answer(message: unknown): Promise<CommandAck> {
    try {
      const result = await this.#run(message)
      return { ok: true, result }
    } catch (thrown) {
      const code = thrown instanceof CommandError ? thrown.code : 'failed'
      return { ok: false, code, message: reasonOf(thrown) }
    }
  }

  stop(): void {
    this.#isStopped = true
    for (const name of this.names) this.#handlers[name]?.stop?.()
  }

  async #run(message: unknown): Promise<unknown> {
    const { name, args = {} } = isRecord(message) ? message : {}
    if (!isOneOf(COMMAND_NAMES, name)) {
      throw new CommandError('bad_command', `this agent does not know the command ${show(name)}.`)
    }
    if (!isRecord(args)) {
      throw new CommandError('bad_command', `the args of ${name} must be an object; ${show(args)} came.`)
    }
    const handler = this.#handlers[name]
    if (!handler) throw new CommandError('not_available', `the owner of this process does not allow ${name}.`)
    if (this.#isStopped) throw new CommandError('cancelled', 'the agent of this process has ended.')
    if (this.#underWay >= UNDER_WAY_MOST) {
      throw new CommandError('busy', `${UNDER_WAY_MOST} commands run already; try again when one has ended.`)
    }
    this.#underWay++
    try {
      return await handler.run(args)
    } finally {
      this.#underWay--
    }
  }
}
