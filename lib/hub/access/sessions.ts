/**
 * The sessions of browsers, as the store of @fastify/session, which makes their ids, signs the cookies and gives a new id at
 * each log-in. On disk and in memory there is only the hash of an id: who reads the data folder cannot come in with it.
 */
import { createHash } from 'node:crypto'
import { ACCESS_LIMITS } from '../../protocol/access'
import { KeptMap, type OnRefused, type RecordStore } from './kept-map'

export const SESSIONS = 'sessions'
export const SESSION_MS = 30 * 86_400_000
/** Of who logs in by the provider: what it took away meanwhile is felt within half a day. */
export const PROVIDER_SESSION_MS = 12 * 3_600_000
const IDLE_MS = 7 * 86_400_000
/** How exactly it is kept when a session was seen last. */
const SEEN_EVERY_MS = 5 * 60_000

/** What a session knows; the rest is the library's. */
export interface SessionData {
  user?: string
  from?: string
  userAgent?: string
  /** How long it lasts at most; `SESSION_MS` where it does not say. */
  lastsMs?: number
}

export interface KeptSession {
  /** The hash of its id. */
  id: string
  user: string
  startedAtMs: number
  seenAtMs: number
  expiresAtMs: number
  from: string
  userAgent: string
}

type Done = (error?: unknown) => void

export class SessionBook {
  readonly #sessions: KeptMap<KeptSession>
  readonly #nowMs: () => number
  readonly #onTrouble: (message: string, cause: unknown) => void

  constructor(store: RecordStore, nowMs: () => number, onTrouble: (message: string, cause: unknown) => void) {
    this.#sessions = new KeptMap(store, SESSIONS)
    this.#nowMs = nowMs
    this.#onTrouble = onTrouble
  }

  async recover(onRefused: OnRefused): Promise<void> {
    await this.#sessions.recover()
    await this.sweep(onRefused)
  }

  /** Those that hold, the newest first. */
  all(): KeptSession[] {
    return [...this.#sessions.values()]
      .filter((session) => this.#holds(session))
      .toSorted((a, b) => b.startedAtMs - a.startedAtMs)
  }

  ofUser(user: string): KeptSession[] {
    return this.all().filter((session) => session.user === user)
  }

  /** By the hash of its id: the session, where it still holds. */
  holding(hash: string): KeptSession | null {
    const session = this.#sessions.get(hash)
    return session && this.#holds(session) ? session : null
  }

  /** Resolves once they cannot be used again, whatever happens to the hub. */
  async end(sessions: readonly KeptSession[], onRefused?: OnRefused): Promise<void> {
    if (sessions.length === 0) return
    await this.#sessions.change(
      [],
      sessions.map(({ id }) => id),
      onRefused,
    )
  }

  async endOfUser(user: string, exceptHash: string | null = null, onRefused?: OnRefused): Promise<void> {
    await this.end(
      this.ofUser(user).filter(({ id }) => id !== exceptHash),
      onRefused,
    )
  }

  /** Lets go of those that are over. */
  async sweep(onRefused?: OnRefused): Promise<void> {
    await this.end(
      [...this.#sessions.values()].filter((session) => !this.#holds(session)),
      onRefused,
    )
  }

  /** It was used just now. */
  seen(session: KeptSession): void {
    const nowMs = this.#nowMs()
    if (nowMs - session.seenAtMs < SEEN_EVERY_MS) return
    this.#sessions.change([{ ...session, seenAtMs: nowMs }]).catch((cause: unknown) => {
      this.#onTrouble('it could not be kept when a session was seen last', cause)
    })
  }

  // The three calls of @fastify/session.

  readonly get = (id: string, done: (error: unknown, session?: never) => void): void => {
    const session = this.holding(hashOf(id))
    const expires = new Date(session?.expiresAtMs ?? 0)
    done(null, (session ? { user: session.user, cookie: { expires, originalMaxAge: null } } : null) as never)
  }

  readonly set = (id: string, data: SessionData, done: Done): void => {
    const { user, from = '', userAgent = '', lastsMs = SESSION_MS } = data
    // Nobody is logged in yet: there is nothing to keep.
    if (user === undefined) return done()
    const nowMs = this.#nowMs()
    const session: KeptSession = {
      id: hashOf(id),
      user,
      startedAtMs: nowMs,
      seenAtMs: nowMs,
      expiresAtMs: nowMs + lastsMs,
      from,
      userAgent: userAgent.slice(0, 300),
    }
    void tell(done, this.#sessions.change([session], this.#surplus(user)))
  }

  readonly destroy = (id: string, done: Done): void => {
    const hash = hashOf(id)
    if (!this.#sessions.get(hash)) return done()
    void tell(done, this.#sessions.change([], [hash]))
  }

  #holds({ expiresAtMs, seenAtMs }: KeptSession): boolean {
    const nowMs = this.#nowMs()
    return nowMs < expiresAtMs && nowMs - seenAtMs < IDLE_MS
  }

  /** What goes so that one more has room. */
  #surplus(user: string): string[] {
    const mine = this.ofUser(user).slice(ACCESS_LIMITS.sessionsOfUser - 1)
    const all = this.all().slice(ACCESS_LIMITS.sessions - 1)
    return [...new Set([...mine, ...all].map(({ id }) => id))]
  }
}

async function tell(done: Done, work: Promise<void>): Promise<void> {
  const fault = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  done(fault)
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
