/** Who may come in at the made-up hub: whom it takes the browser for, and what an admin sees of users, tokens and the audit. */
import type { StandInAnswer } from '../../lib/client/testing/stand-in-hub'
import type {
  AgentTokensAnswer,
  ApiTokenView,
  AuditEntry,
  Me,
  Role,
  SessionView,
  UserView,
} from '../../lib/protocol/access'
import { HOUR, MINUTE, NOW } from './made-stories'

export type Door = 'log-in' | 'admin' | 'viewer' | 'open'

const DAY = 24 * HOUR
const ME: Record<Door, Me> = {
  'log-in': { door: 'closed', who: null, provider: { label: 'Example' } },
  admin: { door: 'closed', who: { name: 'Ada', role: 'admin', via: 'session', hasPassword: true }, provider: null },
  viewer: { door: 'closed', who: { name: 'Cleo', role: 'viewer', via: 'session', hasPassword: true }, provider: null },
  open: { door: 'open', who: { name: null, role: 'admin', via: 'open', hasPassword: false }, provider: null },
}

const user = (name: string, role: Role, more: Partial<UserView> = {}): UserView => ({
  id: name,
  name,
  role,
  source: 'password',
  isDisabled: false,
  createdAtMs: NOW - 90 * DAY,
  lastLogInAtMs: NOW - 2 * HOUR,
  sessions: 1,
  ...more,
})
const USERS = [
  user('Ada', 'admin'),
  user('Ben', 'operator', { source: 'provider', lastLogInAtMs: NOW - DAY, sessions: 2 }),
  user('Cleo', 'viewer', { isDisabled: true, lastLogInAtMs: null, sessions: 0 }),
]

const session = (name: string, isThis: boolean, userAgent: string): SessionView => ({
  id: `session of ${name}`,
  user: name,
  name,
  startedAtMs: NOW - 2 * HOUR,
  seenAtMs: NOW - MINUTE,
  expiresAtMs: NOW + 29 * DAY,
  from: isThis ? '127.0.0.1' : '10.0.0.17',
  userAgent,
  isThis,
})
const SESSIONS = [
  session('Ada', true, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'),
  session('Ben', false, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0'),
]

const token = (ending: string) => ({
  id: ending,
  ending,
  createdAtMs: NOW - 3 * DAY,
  createdBy: 'Ada',
  expiresAtMs: null,
  lastUsedAtMs: NOW - 4 * MINUTE,
})
const API_TOKENS: ApiTokenView[] = [
  { ...token('k3Qa'), name: 'prometheus', role: 'viewer', expiresAtMs: NOW + 87 * DAY },
  { ...token('9xZ_'), name: 'deploys', role: 'operator' },
]
const AGENT_TOKENS: AgentTokensAnswer = {
  hasSharedToken: true,
  tokens: [
    { ...token('r7Ue'), service: 'gateway', createdAtMs: NOW - HOUR, lastUsedAtMs: null },
    { ...token('Bb2w'), service: 'gateway', expiresAtMs: NOW + 23 * HOUR },
  ],
  services: [
    { service: 'batch', othersUntilMs: null },
    { service: 'gateway', othersUntilMs: null },
  ],
}

const entry = (
  ago: number,
  by: string | null,
  act: string,
  about: string,
  more: Partial<AuditEntry> = {},
): AuditEntry => ({
  id: `${ago}`,
  atMs: NOW - ago * MINUTE,
  by,
  via: 'session',
  from: '127.0.0.1',
  act,
  about,
  outcome: 'done',
  ...more,
})
const AUDIT = [
  entry(3, 'Ada', 'make a token of agents', 'gateway'),
  entry(12, 'deploys', 'add an annotation', '', { via: 'token', from: '10.0.0.4' }),
  entry(31, 'mallory', 'log in', '', { via: 'none', from: '203.0.113.9', outcome: 'refused' }),
  entry(120, null, 'add a user', 'Ada, admin', { via: 'open' }),
]

export function accessAnswers(door: Door): [string, StandInAnswer][] {
  const isOpen = door === 'open'
  const audit = isOpen ? [] : AUDIT
  const acts = [...new Set(audit.map(({ act }) => act))].toSorted()
  const agents = isOpen ? { hasSharedToken: false, tokens: [], services: [] } : AGENT_TOKENS
  return [
    ['GET /api/v1/me', () => ({ body: ME[door] })],
    ['GET /api/v1/users', () => ({ body: { users: USERS } })],
    ['GET /api/v1/sessions', () => ({ body: { sessions: SESSIONS } })],
    ['GET /api/v1/api-tokens', () => ({ body: { tokens: API_TOKENS } })],
    ['GET /api/v1/agent-tokens', () => ({ body: agents })],
    ['GET /api/v1/audit', () => ({ body: { entries: audit, total: audit.length, acts } })],
  ]
}
