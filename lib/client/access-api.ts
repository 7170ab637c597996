/** The hub's routes of who may come in: log-in, users, sessions, tokens, and what was done. */
import type {
  AgentTokensAnswer,
  AgentTokenView,
  ApiTokenView,
  AuditAnswer,
  AuditEntry,
  LoggedOut,
  Me,
  Role,
  SessionView,
  Shown,
  UserView,
} from '../protocol/access'
import { queryOf, type Ask } from './ask'

export interface UserChange {
  role?: Role
  password?: string
  isDisabled?: boolean
}

export interface AuditQuery {
  /** A part of the name. */
  by: string
  act: string
  outcome: AuditEntry['outcome'] | ''
  limit: number
  offset: number
}

const V1 = '/api/v1'

export function accessApi(ask: Ask) {
  const one = (collection: string, id: string) => `${V1}/${collection}/${encodeURIComponent(id)}`
  const send = <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
    ask<T>(path, { method, ...(body === undefined ? {} : { body }) })
  return {
    me: (signal?: AbortSignal) => ask<Me>(`${V1}/me`, signal ? { signal } : {}),
    logIn: (name: string, password: string) => send<undefined>('POST', `${V1}/log-in`, { name, password }),
    logOut: () => send<LoggedOut>('POST', `${V1}/log-out`),
    changePassword: (current: string, password: string) =>
      send<undefined>('PUT', `${V1}/me/password`, { current, password }),
    users: (signal: AbortSignal) => ask<{ users: UserView[] }>(`${V1}/users`, { signal }),
    addUser: (body: { name: string; role: Role; password: string }) => send<UserView>('POST', `${V1}/users`, body),
    changeUser: (id: string, change: UserChange) => send<UserView>('PATCH', one('users', id), change),
    removeUser: (id: string) => send<undefined>('DELETE', one('users', id)),
    sessions: (signal: AbortSignal) => ask<{ sessions: SessionView[] }>(`${V1}/sessions`, { signal }),
    endSession: (id: string) => send<undefined>('DELETE', one('sessions', id)),
    apiTokens: (signal: AbortSignal) => ask<{ tokens: ApiTokenView[] }>(`${V1}/api-tokens`, { signal }),
    makeApiToken: (body: { name: string; role: Role; forMs: number | null }) =>
      send<Shown<ApiTokenView>>('POST', `${V1}/api-tokens`, body),
    removeApiToken: (id: string) => send<undefined>('DELETE', one('api-tokens', id)),
    agentTokens: (signal: AbortSignal) => ask<AgentTokensAnswer>(`${V1}/agent-tokens`, { signal }),
    makeAgentToken: (body: { service: string; graceMs: number }) =>
      send<Shown<AgentTokenView>>('POST', `${V1}/agent-tokens`, body),
    removeAgentToken: (id: string) => send<undefined>('DELETE', one('agent-tokens', id)),
    endGrace: (service: string) => send<undefined>('POST', `${V1}/agent-services/end-grace`, { service }),
    release: (service: string) => send<undefined>('POST', `${V1}/agent-services/release`, { service }),
    audit: (query: AuditQuery, signal: AbortSignal) =>
      ask<AuditAnswer>(`${V1}/audit${queryOf({ ...query })}`, { signal }),
  }
}
