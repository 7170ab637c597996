/** Tokens for programs that ask the API: 32 random bytes each, of which only a hash is kept. */
import { ACCESS_LIMITS, type ApiTokenView, type Role, type Shown } from '../../protocol/access'
import { KeptMap, type RecordStore } from './kept-map'
import { hashOf } from './sessions'
import { keepsTime, type KeptToken, madeToken, viewOf } from './token-text'

export const API_TOKENS = 'api-tokens'

interface ApiToken extends KeptToken {
  name: string
  role: Role
}

export class ApiTokenBook {
  readonly #tokens: KeptMap<ApiToken>
  readonly #byHash = new Map<string, string>()
  readonly #nowMs: () => number
  readonly #onTrouble: (message: string, cause: unknown) => void

  constructor(store: RecordStore, nowMs: () => number, onTrouble: (message: string, cause: unknown) => void) {
    this.#tokens = new KeptMap(store, API_TOKENS)
    this.#nowMs = nowMs
    this.#onTrouble = onTrouble
  }

  async recover(): Promise<void> {
    await this.#tokens.recover()
    for (const { id, hash } of this.#tokens.values()) this.#byHash.set(hash, id)
  }

  /** The newest first; those that ended, too: somebody may wonder why a program is refused. */
  all(): ApiTokenView[] {
    return [...this.#tokens.values()]
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
      .map((token) => ({ ...viewOf(token), name: token.name, role: token.role }))
  }

  get(id: string): ApiToken | undefined {
    return this.#tokens.get(id)
  }

  /** What is shown of it once. @throws RangeError */
  async add(input: Pick<ApiToken, 'name' | 'role' | 'expiresAtMs' | 'createdBy'>): Promise<Shown<ApiTokenView>> {
    if (this.#tokens.size >= ACCESS_LIMITS.apiTokens)
      throw new RangeError(`there are ${ACCESS_LIMITS.apiTokens} tokens already; remove some first.`)
    const { token, kept } = madeToken('tdm', this.#nowMs(), input)
    const made: ApiToken = { ...kept, name: input.name, role: input.role }
    await this.#tokens.change([made])
    this.#byHash.set(made.hash, made.id)
    return { ...viewOf(made), name: made.name, role: made.role, token }
  }

  async remove(id: string): Promise<ApiToken | null> {
    const token = this.#tokens.get(id)
    if (!token) return null
    await this.#tokens.change([], [id])
    this.#byHash.delete(token.hash)
    return token
  }

  /** Whose token this is, where it holds; that it was used is kept to some minutes. */
  use(token: string): ApiToken | 'over' | null {
    const found = this.#tokens.get(this.#byHash.get(hashOf(token)) ?? '')
    if (!found) return null
    const nowMs = this.#nowMs()
    if (found.expiresAtMs !== null && found.expiresAtMs <= nowMs) return 'over'
    if (!keepsTime(found, nowMs)) return found
    this.#tokens.change([{ ...found, lastUsedAtMs: nowMs }]).catch((cause: unknown) => {
      this.#onTrouble('it could not be kept when a token was used last', cause)
    })
    return found
  }
}
