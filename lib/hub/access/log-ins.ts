/** Names and passwords put to the test: limited, in constant time for names that there are and are not, and remembered while they hold. */
import { createHmac, randomBytes } from 'node:crypto'
import { LogInLimits } from './log-in-limits'
import { Passwords, TooManyWait } from './passwords'
import type { User, UserBook } from './users'

export type LogIn =
  { ok: true; user: User } | { ok: false; reason: 'wrong' | 'wait' | 'busy'; message: string; waitMs: number }

const WRONG = 'the name or the password is wrong.'
/** How long a right password need not be tried anew: a scrape comes every some seconds. */
const REMEMBERED_MS = 10 * 60_000
const REMEMBERED = 200
const BUSY_WAIT_MS = 5_000

interface Remembered {
  /** As it was: with another one the password is tried anew. */
  hash: string
  atMs: number
}

export class LogIns {
  readonly passwords = new Passwords()
  readonly #users: UserBook
  readonly #nowMs: () => number
  readonly #limits: LogInLimits
  /** By a keyed hash of name and password; the key is forgotten with the process. */
  readonly #right = new Map<string, Remembered>()
  readonly #key = randomBytes(32)

  constructor(users: UserBook, nowMs: () => number) {
    this.#users = users
    this.#nowMs = nowMs
    this.#limits = new LogInLimits(nowMs)
  }

  async try(name: string, password: string, address: string): Promise<LogIn> {
    const waitMs = this.#limits.begin(name, address)
    if (waitMs > 0) return waitFor(waitMs)
    const user = this.#users.named(name)
    let isRight: boolean
    try {
      isRight = await this.passwords.isRight(password, user?.passwordHash ?? null)
    } catch (error) {
      this.#limits.untried(name, address)
      if (!(error instanceof TooManyWait)) throw error
      return { ok: false, reason: 'busy', message: error.message, waitMs: BUSY_WAIT_MS }
    }
    if (!isRight || !user || user.isDisabled) return { ok: false, reason: 'wrong', message: WRONG, waitMs: 0 }
    this.#limits.succeeded(name, address)
    return { ok: true, user }
  }

  /** For those who bring both with each request. */
  async tryAgain(name: string, password: string, address: string): Promise<LogIn> {
    const key = createHmac('sha256', this.#key)
      .update(JSON.stringify([name, password]))
      .digest('hex')
    const user = this.#users.named(name)
    const known = this.#right.get(key)
    const isKnown = known && known.hash === user?.passwordHash && this.#nowMs() - known.atMs < REMEMBERED_MS
    if (isKnown && user && !user.isDisabled) return { ok: true, user }
    this.#right.delete(key)
    const tried = await this.try(name, password, address)
    if (tried.ok && tried.user.passwordHash !== null) this.#remember(key, tried.user.passwordHash)
    return tried
  }

  #remember(key: string, hash: string): void {
    this.#right.set(key, { hash, atMs: this.#nowMs() })
    const [oldest] = this.#right.keys()
    if (this.#right.size > REMEMBERED && oldest !== undefined) this.#right.delete(oldest)
  }
}

function waitFor(waitMs: number): LogIn {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
  return {
    ok: false,
    reason: 'wait',
    message: `there were too many tries to log in; try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    waitMs,
  }
}
