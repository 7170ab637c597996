/** A hub with a closed door, and what each kind of caller comes in with; for tests over the wire. */
import type { AgentTokenView, ApiTokenView, Role, Shown, UserView } from '../../lib/protocol/access'
import type { RouteRule } from '../../lib/hub/http/route-access'
import { startTestHub, type TestHub, type TestHubOptions } from '../../lib/hub/testing/test-hub'

export const ADMIN_PASSWORD = 'admin-password-of-tests'
export const AGENT_TOKEN = 'shared-agent-token-of-tests'

export type Headers = Record<string, string>
export const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
export const ADMIN: Headers = { authorization: basic('admin', ADMIN_PASSWORD) }

export interface ClosedHub extends TestHub {
  routes: RouteRule[]
  send(method: string, path: string, options?: { body?: unknown; headers?: Headers }): Promise<Response>
  /** As the admin; throws where the hub refuses. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>
  makeUser(name: string, role: Role, password: string): Promise<UserView>
  makeToken(role: Role, name?: string): Promise<Shown<ApiTokenView>>
  makeAgentToken(service: string, graceMs?: number): Promise<Shown<AgentTokenView>>
  /** Logs in, and answers the cookie as a browser would send it. */
  logIn(name: string, password: string, headers?: Headers): Promise<string>
}

export async function startClosedHub(options: TestHubOptions = {}): Promise<ClosedHub> {
  const routes: RouteRule[] = []
  const hub = await startTestHub({
    ...options,
    onRoute: (route) => routes.push(route),
    config: { adminPassword: ADMIN_PASSWORD, agentToken: AGENT_TOKEN, ...options.config },
  })
  const send: ClosedHub['send'] = (method, path, { body, headers = {} } = {}) =>
    fetch(`${hub.address}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await send(method, path, { body, headers: ADMIN })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  return {
    ...hub,
    routes,
    send,
    ask,
    makeUser: (name, role, password) => ask('POST', '/api/v1/users', { name, role, password }),
    makeToken: (role, name = role) => ask('POST', '/api/v1/api-tokens', { name, role }),
    makeAgentToken: (service, graceMs = 0) => ask('POST', '/api/v1/agent-tokens', { service, graceMs }),
    logIn: async (name, password, headers = {}) => {
      const response = await send('POST', '/api/v1/log-in', { body: { name, password }, headers })
      if (response.status !== 204) throw new Error(`log-in answered ${response.status}: ${await response.text()}`)
      return cookieOf(response)
    },
  }
}

export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
}

export async function messageOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { message: string } }).error.message
}
