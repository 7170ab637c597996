/** Who may do what: the shapes of `/api/v1/me`, `/users`, `/sessions`, `/api-tokens`, `/agent-tokens` and `/audit`. */

/** Each may do what those before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const ACCESS_LIMITS = {
  users: 1_000,
  nameChars: 100,
  passwordMinChars: 10,
  passwordMaxChars: 200,
  apiTokens: 500,
  agentTokens: 5_000,
  /** Of one service at a time: the one that comes, and the one that goes. */
  agentTokensOfService: 2,
  sessionsOfUser: 50,
  sessions: 10_000,
  auditDone: 10_000,
  auditRefused: 2_000,
} as const

/** How somebody came in: an open hub asks nobody; `password` is HTTP's basic authentication. */
export type CameBy = 'open' | 'session' | 'password' | 'token'

/** `GET /api/v1/me`: whom the hub takes this browser for, and how one may log in. */
export interface Me {
  /** `open`: there is no user yet, and whoever reaches the hub may do everything. */
  door: 'open' | 'closed'
  /** `null`: nobody is logged in. `name` is `null` where the door is open. */
  who: {
    name: string | null
    role: Role
    via: CameBy
    /** One of this hub, which it may change. */ hasPassword: boolean
  } | null
  /** What the log-in page offers beside name and password. */
  provider: { label: string } | null
}

/** Why a log-in by the provider came to nothing, as the log-in page is told in its address. */
export const LOG_IN_FAULTS = ['provider', 'stale', 'declined', 'no-role', 'name-taken', 'shut-out', 'full'] as const
export type LogInFault = (typeof LOG_IN_FAULTS)[number]

/** `POST /api/v1/log-out`: where a browser goes on to, so that the provider ends its own session, too; `null`: nowhere. */
export interface LoggedOut {
  leave: string | null
}

/** `provider`: the person logs in elsewhere (OIDC), and has no password here. */
export type UserSource = 'password' | 'provider'

export interface UserView {
  id: string
  name: string
  role: Role
  source: UserSource
  isDisabled: boolean
  createdAtMs: number
  /** `null`: never. */
  lastLogInAtMs: number | null
  /** Sessions that hold. */
  sessions: number
}

export interface SessionView {
  id: string
  user: string
  name: string
  startedAtMs: number
  seenAtMs: number
  expiresAtMs: number
  /** The address and the program that it was begun from. */
  from: string
  userAgent: string
  /** The one that asks. */
  isThis: boolean
}

interface TokenView {
  id: string
  /** Its last characters, so that people can tell which one they hold. */
  ending: string
  createdAtMs: number
  createdBy: string
  /** `null`: it does not end by itself. */
  expiresAtMs: number | null
  /** To some minutes; `null`: never. */
  lastUsedAtMs: number | null
}

export interface ApiTokenView extends TokenView {
  name: string
  role: Role
}

export interface AgentTokenView extends TokenView {
  service: string
}

/** `GET /api/v1/agent-tokens` */
export interface AgentTokensAnswer {
  tokens: AgentTokenView[]
  services: ServiceDoor[]
  /** Whether the hub was started with a token that opens every service. */
  hasSharedToken: boolean
}

/** A service that has tokens of its own. */
export interface ServiceDoor {
  service: string
  /** Until then whatever opened it before it had tokens of its own still does; `null`: it no longer does. */
  othersUntilMs: number | null
}

/** The one time that a token is shown. */
export type Shown<T> = T & { token: string }

export interface AuditEntry {
  id: string
  atMs: number
  /** A user's or a token's name; `null` where nobody is known. */
  by: string | null
  via: CameBy | 'agent' | 'none'
  /** The address that it came from. */
  from: string
  /** `log in`, `acknowledge an alert`, … */
  act: string
  /** What it was done to. */
  about: string
  outcome: 'done' | 'refused' | 'failed'
}

/** `GET /api/v1/audit?by=&act=&outcome=&limit=&offset=`: the newest first. */
export interface AuditAnswer {
  entries: AuditEntry[]
  total: number
  /** Every act that is in the audit now, whatever was asked for: what `act` may be. */
  acts: string[]
}
