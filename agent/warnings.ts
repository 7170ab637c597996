/** Told to the host once per cause, by `process.emitWarning`: a guest does not write to its host's output again and again. */

export type WarningCode =
  | 'TIDEMARK_BAD_OPTION'
  | 'TIDEMARK_BAD_SERIES'
  | 'TIDEMARK_BAD_EVENT'
  | 'TIDEMARK_BAD_ENTITIES'
  | 'TIDEMARK_BAD_READING'
  | 'TIDEMARK_ADAPTER'
  | 'TIDEMARK_BOUNDED'
  | 'TIDEMARK_PROBE'
  | 'TIDEMARK_PROFILER'
  | 'TIDEMARK_UNREACHABLE'
  | 'TIDEMARK_REFUSED'
  | 'TIDEMARK_INTERNAL'

export class Warnings {
  readonly #told = new Set<string>()
  readonly #capacity: number

  /** `capacity`: how many causes are told in all; a program that makes up names without end is told no more. */
  constructor(capacity = 100) {
    this.#capacity = capacity
  }

  warn(code: WarningCode, cause: string, message: string): void {
    const key = `${code} ${cause}`
    if (this.#told.has(key) || this.#told.size >= this.#capacity) return
    this.#told.add(key)
    process.emitWarning(`tidemark: ${message}`, { type: 'TidemarkWarning', code })
  }

  /** The last fence between the agent and its host: whatever a callback of the agent throws ends here. */
  guard(act: () => void): void {
    try {
      act()
    } catch (thrown) {
      const reason = reasonOf(thrown)
      this.warn('TIDEMARK_INTERNAL', reason, `the agent failed at something and goes on: ${reason}.`)
    }
  }
}

/** What somebody else's code threw, as one line. */
export function reasonOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    // A thrown thing may refuse to become text.
    return 'something that cannot be shown'
  }
}
