/** Every route and every socket message, in every role and with none: the table is made from the routes themselves. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENT_MESSAGES } from '../../lib/ingest/agent-namespace'
import { VIEWER_MESSAGES } from '../../lib/hub/live/dashboard-namespace'
import { helloOf, TestAgent } from '../../lib/hub/testing/test-agent'
import { TestViewer } from '../../lib/hub/testing/test-viewer'
import { type AccessRule, type Caller, mayUse } from '../../lib/hub/access/roles'
import { ROLES, type Role } from '../../lib/protocol/access'
import { AGENT_TOKEN, type ClosedHub, type Headers, startClosedHub } from './closed-hub'
import { routeTable } from './route-table'

const [BEGIN, END] = ['<!-- routes -->', '<!-- /routes -->'] as const
const CALLERS = ['none', 'a wrong token', 'agent', ...ROLES] as const
type CallerName = (typeof CALLERS)[number]
const credentials = {} as Record<CallerName, Headers>

let hub: ClosedHub
beforeAll(async () => {
  hub = await startClosedHub()
  credentials.none = {}
  credentials['a wrong token'] = { authorization: 'Bearer tdm_not-a-token-of-this-hub' }
  credentials.agent = { authorization: `Bearer ${AGENT_TOKEN}` }
  for (const role of ROLES) credentials[role] = { authorization: `Bearer ${(await hub.makeToken(role)).token}` }
})
afterAll(() => hub.end())

const isRole = (name: CallerName): name is Role => (ROLES as readonly string[]).includes(name)
const callerOf = (name: CallerName): Caller =>
  isRole(name)
    ? { via: 'token', role: name, name, user: null, credential: null }
    : name === 'agent'
      ? { via: 'agent', service: null }
      : { via: 'none', fault: null }

/** What comes back to somebody who may not, and `null` where he may. */
function refusalOf(name: CallerName, rule: AccessRule): number | null {
  const verdict = mayUse(callerOf(name), rule)
  return verdict === 'yes' ? null : verdict === 'no' ? 403 : 401
}

describe('the routes', () => {
  it('say for whom they are, each of them, and what act it is where they change something', () => {
    expect(hub.routes.length).toBeGreaterThan(60)
    const without = hub.routes.filter(({ access }) => access === undefined).map(({ method, url }) => `${method} ${url}`)
    expect(without).toEqual([])
    const nameless = hub.routes
      .filter(({ method, act }) => !['GET', 'HEAD', 'OPTIONS'].includes(method) && act === undefined)
      .map(({ method, url }) => `${method} ${url}`)
    expect(nameless).toEqual([])
  })

  it('are listed in docs/security.md as they are (made anew by `vitest run tests/security/roles -u`)', async () => {
    const path = fileURLToPath(new URL('../../docs/security.md', import.meta.url))
    const page = readFileSync(path, 'utf8')
    const [before = '', rest = ''] = page.split(BEGIN)
    const after = rest.slice(rest.indexOf(END))
    await expect(`${before}${BEGIN}\n\n${routeTable(hub.routes)}\n\n${after}`).toMatchFileSnapshot(path)
  })

  it.each(CALLERS)('let in with %s whom they are for, and nobody else', async (name) => {
    const wrong: string[] = []
    for (const { method, url, access } of hub.routes) {
      const path = url.replace('*', 'process').replaceAll(/:[a-z]+/gu, 'no-such-thing')
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined
      const { status } = await hub.send(method, path, { body, headers: credentials[name] })
      const wanted = refusalOf(name, access ?? 'admin')
      const isRight =
        wanted === null
          ? ![401, 403].includes(status) || access === 'upload' || url.endsWith('/log-in')
          : status === wanted
      if (!isRight) wrong.push(`${method} ${url}: ${status}, wanted ${wanted ?? 'neither 401 nor 403'}`)
    }
    expect(wrong).toEqual([])
  })

  it('that are not there are no more open than those that are', async () => {
    expect((await hub.send('GET', '/api/v1/no-such-route')).status).toBe(401)
    expect((await hub.send('GET', '/api/v1/no-such-route', { headers: credentials.viewer })).status).toBe(404)
  })
})

describe('the sockets', () => {
  it.each(CALLERS)('of viewers let in with %s as the table says', async (name) => {
    for (const [message, role] of Object.entries(VIEWER_MESSAGES)) {
      const viewer = new TestViewer(hub.address, { extraHeaders: credentials[name] })
      const outcome = await new Promise<string>((resolve) => {
        viewer.socket.on('connect_error', (error) => resolve((error as { data?: { code?: string } }).data?.code ?? ''))
        viewer.socket.emit(message as 'watch', { fleet: true }, (answer: { ok: boolean }) => resolve(String(answer.ok)))
      })
      viewer.close()
      expect(outcome).toBe(mayUse(callerOf(name), role) === 'yes' ? 'true' : 'unauthorized')
    }
  })

  it.each(CALLERS)('of agents let in no token but an agent’s: %s', async (name) => {
    const token = credentials[name]['authorization']?.replace('Bearer ', '')
    for (const message of Object.keys(AGENT_MESSAGES)) {
      const agent = new TestAgent(hub.address, { auth: token === undefined ? {} : { token } })
      const outcome = await new Promise<string>((resolve) => {
        agent.socket.on('connect_error', (error) => resolve((error as { data?: { code?: string } }).data?.code ?? ''))
        agent.socket.emit(message, message === 'hello' ? helloOf() : {}, (answer: { ok: boolean; code?: string }) =>
          resolve(answer.code ?? 'ok'),
        )
      })
      agent.close()
      const wanted = message === 'hello' ? 'ok' : 'hello_first'
      expect(outcome).toBe(name === AGENT_MESSAGES[message as keyof typeof AGENT_MESSAGES] ? wanted : 'bad_token')
    }
  })

  it('answer no message that is in no table', async () => {
    const viewer = new TestViewer(hub.address, { extraHeaders: credentials.admin })
    await viewer.watch({ fleet: true })
    const answer = await viewer.socket
      .timeout(300)
      .emitWithAck('alerts' as 'watch', {})
      .catch(() => 'no answer')
    viewer.close()
    expect(answer).toBe('no answer')
  })
})
