/** Log-in by an identity provider, over the wire against a real one: the way there and back, who becomes what, and what does not hold. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditAnswer, Me, SessionView, UserView } from '../../lib/protocol/access'
import { freePort } from '../../e2e/programs'
import { type ClosedHub, messageOf, startClosedHub } from './closed-hub'
import { CLIENT, type RealProvider, startRealProvider, TestBrowser } from './real-provider'

let provider: RealProvider
let hub: ClosedHub
let url = ''

beforeAll(async () => {
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  provider = await startRealProvider(url)
  hub = await startClosedHub({
    config: {
      port,
      publicUrl: url,
      oidc: {
        issuer: provider.issuer,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        label: 'Example',
        scopes: 'openid profile',
        nameClaim: 'preferred_username',
        roleClaim: 'groups',
        roles: [
          { role: 'admin', value: 'memory-team' },
          { role: 'operator', value: 'on-call' },
        ],
      },
    },
  })
})
afterAll(async () => {
  await hub.end()
  await provider.stop()
})
let browser: TestBrowser
beforeEach(() => {
  browser = new TestBrowser()
})

const me = async () => (await (await browser.ask(`${url}/api/v1/me`)).json()) as Me
const users = async () => (await hub.ask<{ users: UserView[] }>('GET', '/api/v1/users')).users
const faultOf = (address: string) => new URL(address).searchParams.get('fault')

describe('log-in by a provider', () => {
  it('is offered by its name, and leads there with PKCE, state and nonce', async () => {
    expect((await me()).provider).toEqual({ label: 'Example' })
    const response = await browser.ask(`${url}/api/v1/log-in/provider?next=%2Falerts`)
    const there = new URL(response.headers.get('location') ?? '')
    expect(there.origin).toBe(provider.issuer)
    expect(Object.fromEntries(there.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `${url}/api/v1/log-in/provider/callback`,
      code_challenge_method: 'S256',
      scope: 'openid profile',
    })
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(there.searchParams.get(name)?.length).toBeGreaterThanOrEqual(43)
    const [cookie = ''] = response.headers.getSetCookie()
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/api/v1/log-in/provider', 'Max-Age=900'])
      expect(cookie).toContain(attribute)
  })

  it('makes somebody a user with the role of the claim, leads on to where he wanted to go, and is in the audit', async () => {
    provider.people.set('Ada', ['on-call', 'others'])
    const { address } = await browser.logIn(url, 'Ada', '/process?id=a')
    expect(address).toBe(`${url}/process?id=a`)
    expect((await me()).who).toEqual({ name: 'Ada', role: 'operator', via: 'session', hasPassword: false })
    expect((await users()).find(({ name }) => name === 'Ada')).toMatchObject({
      role: 'operator',
      source: 'provider',
      sessions: 1,
    })
    const { sessions } = await hub.ask<{ sessions: SessionView[] }>('GET', '/api/v1/sessions')
    const session = sessions.find(({ name }) => name === 'Ada')
    expect((session?.expiresAtMs ?? 0) - (session?.startedAtMs ?? 0)).toBe(12 * 3_600_000)
    const audit = () => hub.ask<AuditAnswer>('GET', '/api/v1/audit?by=ada&act=log%20in%20by%20the%20provider')
    await expect
      .poll(async () => (await audit()).entries[0])
      .toMatchObject({ by: 'Ada', about: 'operator', outcome: 'done' })
  })

  it('gives another role with the next log-in where the provider says so, also no role any more', async () => {
    provider.people.set('Ben', ['memory-team'])
    await browser.logIn(url, 'Ben')
    expect((await me()).who?.role).toBe('admin')
    provider.people.set('Ben', ['on-call'])
    await browser.logIn(url, 'Ben')
    expect((await me()).who?.role).toBe('operator')
    provider.people.set('Ben', [])
    const late = new TestBrowser()
    expect(faultOf((await late.logIn(url, 'Ben')).address)).toBe('no-role')
    expect(late.cookies.has([...browser.cookies.keys()].find((name) => /^tidemark_\w{8}$/u.test(name)) ?? '')).toBe(
      false,
    )
    await expect
      .poll(async () => (await hub.ask<AuditAnswer>('GET', '/api/v1/audit?outcome=refused')).entries[0])
      .toMatchObject({ by: 'Ben', about: 'no-role' })
  })

  it('lets nobody in as a user of that name who logs in by password, nor whom an admin shut out', async () => {
    await hub.makeUser('Cleo', 'viewer', 'a long enough password')
    provider.people.set('cleo', ['memory-team'])
    expect(faultOf((await browser.logIn(url, 'cleo')).address)).toBe('name-taken')
    expect((await me()).who).toBe(null)
    provider.people.set('Dora', ['on-call'])
    browser = new TestBrowser()
    await browser.logIn(url, 'Dora')
    const dora = (await users()).find(({ name }) => name === 'Dora')
    await hub.ask('PATCH', `/api/v1/users/${dora?.id}`, { isDisabled: true })
    expect((await me()).who).toBe(null)
    expect(faultOf((await browser.logIn(url, 'Dora')).address)).toBe('shut-out')
    const password = await hub.send('POST', '/api/v1/log-in', { body: { name: 'Ada', password: '' } })
    expect(password.status).toBe(401)
  })

  it('ends with a log-out here, which says where the provider ends its own session', async () => {
    provider.people.set('Eve', ['on-call'])
    await browser.logIn(url, 'Eve')
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const left = await hub.send('POST', '/api/v1/log-out', { headers: { cookie } })
    const { leave } = (await left.json()) as { leave: string }
    const there = new URL(leave)
    expect(there.origin).toBe(provider.issuer)
    expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${url}/log-in`)
    expect((await me()).who).toBe(null)
  })
})

describe('a way back', () => {
  const callback = (address: string) => address.includes('/log-in/provider/callback')

  it('opens nothing in another browser, nor a second time, nor with another state or code', async () => {
    provider.people.set('Finn', ['memory-team'])
    const { address } = await browser.logIn(url, 'Finn', '/', callback)
    // Another browser never began it: somebody sent the link.
    const other = new TestBrowser()
    expect(faultOf((await other.ask(address)).headers.get('location')?.replace(/^/u, url) ?? '')).toBe('stale')
    const altered = new URL(address)
    altered.searchParams.set('state', 'x'.repeat(43))
    const way = new Map(browser.cookies)
    expect((await browser.ask(altered.href)).headers.get('location')).toBe('/log-in?fault=provider')
    // That was the one try of this way.
    expect((await browser.ask(address)).headers.get('location')).toBe('/log-in?fault=stale')
    for (const [name, value] of way) browser.cookies.set(name, value)
    expect((await browser.ask(address)).headers.get('location')).toBe('/')
    expect((await me()).who?.name).toBe('Finn')
    // The code is spent, whatever cookie is planted.
    const again = new TestBrowser()
    for (const [name, value] of way) again.cookies.set(name, value)
    expect((await again.ask(address)).headers.get('location')).toBe('/log-in?fault=provider')
  })

  it('leads to no other site, whatever was asked for', async () => {
    provider.people.set('Gil', ['on-call'])
    const { address } = await browser.logIn(url, 'Gil', 'https://evil.example/')
    expect(address).toBe(`${url}/`)
  })

  it('says that the person declined, or that the provider failed, in words of the page’s own', async () => {
    const begun = await browser.ask(`${url}/api/v1/log-in/provider`)
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const declined = await browser.ask(`${url}/api/v1/log-in/provider/callback?error=access_denied&state=${state}`)
    expect(declined.headers.get('location')).toBe('/log-in?fault=declined')
  })
})

it('a hub with a provider and no user is not open, and one without a provider knows no such way', async () => {
  const closed = await startClosedHub({
    config: {
      adminPassword: null,
      publicUrl: 'http://127.0.0.1:1',
      oidc: {
        issuer: 'http://127.0.0.1:1',
        clientId: 'x',
        clientSecret: null,
        label: 'Nobody',
        scopes: 'openid',
        nameClaim: 'email',
        roleClaim: 'groups',
        roles: [{ role: 'viewer', value: '*' }],
      },
    },
  })
  try {
    expect((await closed.send('GET', '/api/v1/processes')).status).toBe(401)
    const away = await closed.send('GET', '/api/v1/log-in/provider?next=%2Falerts')
    expect(away.headers.get('location')).toBe('/log-in?fault=provider&next=%2Falerts')
  } finally {
    await closed.end()
  }
  const without = await startClosedHub()
  try {
    const response = await without.send('GET', '/api/v1/log-in/provider')
    expect([response.status, await messageOf(response)]).toEqual([404, expect.stringContaining('TIDEMARK_OIDC_ISSUER')])
  } finally {
    await without.end()
  }
})
