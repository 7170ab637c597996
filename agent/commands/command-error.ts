import type { CommandCode } from '../../lib/protocol/commands'

/** Why a command is not done, as the hub is told: a code, and one sentence. */
export class CommandError extends Error {
  override name = 'CommandError'
  readonly code: CommandCode

  constructor(code: CommandCode, message: string) {
    super(message)
    this.code = code
  }
}
