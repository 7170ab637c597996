/** Who may come in: users, their sessions, tokens, and what each did; put together over the history's records. */
import { randomBytes } from 'node:crypto'
import type { Logger } from '../log'
import { AgentTokenBook } from './agent-tokens'
import { ApiTokenBook } from './api-tokens'
import { AuditLog } from './audit-log'
import { KeptMap, type OnRefused, type RecordStore } from './kept-map'
import { LogIns } from './log-ins'
import { type Caller, OPEN_DOOR } from './roles'
import { hashOf, SessionBook } from './sessions'
import { ADMIN, type User, UserBook } from './users'

export interface AccessOptions {
  store: RecordStore
  log: Logger
  nowMs: () => number
  agentToken: string | null
  adminPassword: string | null
  /** Whether people may log in by an identity provider, who are users only once they did. */
  hasProvider: boolean
  onTrouble: (message: string, cause: unknown) => void
}

const SECRETS = 'secrets'
const SWEEP_EVERY_MS = 3_600_000
/** How soon whoever is connected feels that a session or a token has ended by itself. */
const LOOK_EVERY_MS = 10_000

export class Access {
  readonly users: UserBook
  readonly sessions: SessionBook
  readonly apiTokens: ApiTokenBook
  readonly agentTokens: AgentTokenBook
  readonly logIns: LogIns
  readonly audit: AuditLog
  readonly #options: AccessOptions
  readonly #watchers = new Set<() => void>()
  readonly #timers: NodeJS.Timeout[]
  #cookieSecret = ''

  constructor(options: AccessOptions) {
    const { store, nowMs, onTrouble } = options
    this.#options = options
    this.users = new UserBook(store)
    this.sessions = new SessionBook(store, nowMs, onTrouble)
    this.apiTokens = new ApiTokenBook(store, nowMs, onTrouble)
    this.agentTokens = new AgentTokenBook({ ...options, shared: options.agentToken, onChange: () => this.changed() })
    this.logIns = new LogIns(this.users, nowMs)
    this.audit = new AuditLog(options)
    this.#timers = [
      setInterval(() => this.changed(), LOOK_EVERY_MS),
      setInterval(() => {
        this.sessions.sweep().catch((cause: unknown) => onTrouble('sessions that are over could not be let go', cause))
      }, SWEEP_EVERY_MS),
    ]
    // A hub that could not start must not go on because of them.
    for (const timer of this.#timers) timer.unref()
  }

  /** A disk that refuses keeps no hub from starting, nor does it leave the door open: what a start makes holds while the hub runs. */
  async recover(): Promise<void> {
    const onRefused = (cause: unknown) =>
      this.#options.onTrouble(
        'what this start made of users and sessions is not on disk, and holds only as long as it runs',
        cause,
      )
    const secrets = new KeptMap<{ id: string; secret: string }>(this.#options.store, SECRETS)
    await Promise.all([
      secrets.recover(),
      this.users.recover(),
      this.sessions.recover(onRefused),
      this.apiTokens.recover(),
      this.agentTokens.recover(),
      this.audit.recover(),
    ])
    this.#cookieSecret = secrets.get('cookie')?.secret ?? randomBytes(32).toString('hex')
    if (!secrets.get('cookie')) await secrets.change([{ id: 'cookie', secret: this.#cookieSecret }], [], onRefused)
    await this.#admitAdmin(onRefused)
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  /** Signs the cookies of sessions; made once for a data folder. */
  get cookieSecret(): string {
    return this.#cookieSecret
  }

  /** Of its own for each data folder: hubs on several ports of a machine share a browser's cookies. */
  get cookieName(): string {
    return `tidemark_${hashOf(this.#cookieSecret).slice(0, 8)}`
  }

  /** Nobody is asked who he is. */
  get isOpen(): boolean {
    return this.users.size === 0 && !this.#options.hasProvider
  }

  /** Calls back whenever somebody who is connected may have lost what he came in with; answers how to end that. */
  onChange(look: () => void): () => void {
    this.#watchers.add(look)
    return () => void this.#watchers.delete(look)
  }

  changed(): void {
    for (const look of this.#watchers) look()
  }

  /** Whether somebody who came in as `caller` still may. */
  stillHolds(caller: Caller): boolean {
    if (caller.via === 'open') return this.isOpen
    if (caller.via === 'none' || caller.via === 'agent') return false
    if (caller.via === 'token') {
      const token = this.apiTokens.get(caller.credential ?? '')
      return token !== undefined && (token.expiresAtMs === null || token.expiresAtMs > this.#options.nowMs())
    }
    const user = this.users.get(caller.user ?? '')
    if (!user || user.isDisabled) return false
    return caller.via === 'password' ? user.passwordHash === caller.credential : this.#session(caller.credential)
  }

  /** Whom a session belongs to, where it holds. */
  ofSession(hash: string): Caller | null {
    const session = this.sessions.holding(hash)
    const user = session && this.users.get(session.user)
    if (!session || !user || user.isDisabled) return null
    this.sessions.seen(session)
    return { via: 'session', role: user.role, name: user.name, user: user.id, credential: session.id }
  }

  ofPassword(user: User): Caller {
    return { via: 'password', role: user.role, name: user.name, user: user.id, credential: user.passwordHash }
  }

  get nobody(): Caller {
    return this.isOpen ? OPEN_DOOR : { via: 'none', fault: null }
  }

  #session(hash: string | null): boolean {
    return hash !== null && this.sessions.holding(hash) !== null
  }

  /** The password of the environment is that of `admin`, who is made where there is none, and let in where it was shut out. */
  async #admitAdmin(onRefused: OnRefused): Promise<void> {
    const { adminPassword, nowMs, log } = this.#options
    if (adminPassword === null) return
    const { passwords } = this.logIns
    const known = this.users.named(ADMIN)
    const isSame = known ? await passwords.isRight(adminPassword, known.passwordHash) : false
    if (known && isSame && known.role === 'admin' && !known.isDisabled) return
    const passwordHash = isSame && known ? known.passwordHash : await passwords.hash(adminPassword)
    if (!known) {
      const admin = { name: ADMIN, role: 'admin', source: 'password', createdAtMs: nowMs(), passwordHash } as const
      await this.users.add(admin, onRefused)
      return log.info('the user admin was made, with the password of the environment')
    }
    await this.users.change(known.id, { role: 'admin', source: 'password', isDisabled: false, passwordHash }, onRefused)
    await this.sessions.endOfUser(known.id, null, onRefused)
    log.info(
      'the user admin has the password of the environment, which was another one before; its sessions were ended',
    )
  }
}
