/** Log-in over the wire: the cookie, fixation, expiry, revocation, limits, and who signs what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Annotation } from '../../lib/protocol/annotations'
import type { AuditAnswer, Me, SessionView } from '../../lib/protocol/access'
import { startTestHub } from '../../lib/hub/testing/test-hub'
import { TestViewer } from '../../lib/hub/testing/test-viewer'
import { ADMIN, basic, type ClosedHub, cookieOf, messageOf, startClosedHub } from './closed-hub'

const PASSWORD = 'a long enough password'

let hub: ClosedHub
beforeAll(async () => {
  hub = await startClosedHub()
  await hub.makeUser('Ada', 'operator', PASSWORD)
})
afterAll(() => hub.end())

const me = async (headers: Record<string, string>) =>
  (await (await hub.send('GET', '/api/v1/me', { headers })).json()) as Me

describe('a session', () => {
  it('comes in a cookie that scripts cannot read and other sites do not send, and ends with a log-out', async () => {
    const response = await hub.send('POST', '/api/v1/log-in', { body: { name: 'ada', password: PASSWORD } })
    expect(response.status).toBe(204)
    const [set = ''] = response.headers.getSetCookie()
    expect(set).toMatch(/^tidemark_[0-9a-f]{8}=/u)
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Expires=']) expect(set).toContain(attribute)
    const cookie = cookieOf(response)
    expect((await me({ cookie })).who).toEqual({ name: 'Ada', role: 'operator', via: 'session', hasPassword: true })
    const left = await hub.send('POST', '/api/v1/log-out', { headers: { cookie } })
    expect([left.status, await left.json()]).toEqual([200, { leave: null }])
    expect(await me({ cookie })).toEqual({ door: 'closed', who: null, provider: null })
  })

  it('gets an id that was not there before, whatever cookie came with the log-in', async () => {
    const first = await hub.logIn('ada', PASSWORD)
    const made = `${first.split('=', 1)[0]}=${'a'.repeat(43)}.${'b'.repeat(43)}`
    for (const planted of [first, made]) {
      const cookie = await hub.logIn('ada', PASSWORD, { cookie: planted })
      expect(cookie).not.toBe(planted)
      expect((await me({ cookie })).who?.name).toBe('Ada')
      // What was planted opens nothing now.
      expect((await me({ cookie: planted })).who).toBe(null)
    }
  })

  it('whose cookie was altered is none', async () => {
    const cookie = await hub.logIn('ada', PASSWORD)
    const [name = '', value = ''] = cookie.split('=')
    for (const altered of [`${value.slice(0, -2)}AA`, value.split('.')[0] ?? '', `x${value}`, ''])
      expect((await me({ cookie: `${name}=${altered}` })).who).toBe(null)
  })

  it('survives a restart of the hub, and is not readable in its folder', async () => {
    const other = await startClosedHub()
    const cookie = await other.logIn('admin', 'admin-password-of-tests')
    const again = await other.restart()
    const { body } = await again.get('/api/v1/me', { cookie })
    expect(body).toMatchObject({ who: { name: 'admin', via: 'session' } })
    const sessions = (await again.get('/api/v1/sessions', { cookie })).body as { sessions: SessionView[] }
    expect(sessions.sessions.map(({ isThis }) => isThis)).toEqual([true])
    expect(cookie).not.toContain(sessions.sessions[0]?.id)
    await again.end()
  })

  it('ends where an admin, another password or a shut door says so, and cuts off who looks on with it', async () => {
    const user = await hub.makeUser('Ben', 'viewer', PASSWORD)
    const looksOn = async () => {
      const cookie = await hub.logIn('ben', PASSWORD)
      const viewer = new TestViewer(hub.address, { extraHeaders: { cookie } })
      await viewer.watch({ fleet: true })
      return { cookie, gone: new Promise<string>((resolve) => viewer.socket.once('disconnect', resolve)) }
    }
    const first = await looksOn()
    const [session] = (await hub.ask<{ sessions: SessionView[] }>('GET', '/api/v1/sessions')).sessions.filter(
      (one) => one.name === 'Ben',
    )
    await hub.ask('DELETE', `/api/v1/sessions/${session?.id}`)
    await first.gone
    const second = await looksOn()
    await hub.ask('PATCH', `/api/v1/users/${user.id}`, { password: `${PASSWORD}!` })
    await second.gone
    for (const { cookie } of [first, second]) expect((await me({ cookie })).who).toBe(null)
    const cookie = await hub.logIn('ben', `${PASSWORD}!`)
    await hub.ask('PATCH', `/api/v1/users/${user.id}`, { isDisabled: true })
    expect((await me({ cookie })).who).toBe(null)
    expect((await hub.send('POST', '/api/v1/log-in', { body: { name: 'ben', password: `${PASSWORD}!` } })).status).toBe(
      401,
    )
  })

  it('of somebody else is neither seen nor ended by who is no admin', async () => {
    const cookie = await hub.logIn('ada', PASSWORD)
    await hub.logIn('admin', 'admin-password-of-tests')
    const mine = (await (await hub.send('GET', '/api/v1/sessions', { headers: { cookie } })).json()) as {
      sessions: SessionView[]
    }
    expect(new Set(mine.sessions.map(({ name }) => name))).toEqual(new Set(['Ada']))
    const all = await hub.ask<{ sessions: SessionView[] }>('GET', '/api/v1/sessions')
    const others = all.sessions.find(({ name }) => name === 'admin')
    expect((await hub.send('DELETE', `/api/v1/sessions/${others?.id}`, { headers: { cookie } })).status).toBe(404)
  })
})

describe('the log-in page', () => {
  const open = (path: string, headers: Record<string, string> = {}) =>
    hub.send('GET', path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', ...headers } })

  it.each([
    ['/', '/log-in'],
    ['/process?id=a.b&range=1h', '/log-in?next=%2Fprocess%3Fid%3Da.b%26range%3D1h'],
    ['/metrics', '/log-in?next=%2Fmetrics'],
    ['/nowhere', '/log-in?next=%2Fnowhere'],
    ['//elsewhere/x', '/log-in'],
  ])('is where a browser is led that asks for %s and brings nothing', async (path, to) => {
    const response = await open(path)
    expect([response.status, response.headers.get('location')]).toEqual([302, to])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('www-authenticate')).toBe(null)
  })

  it('is for everybody; with a session the page itself comes, and a wrong password is told as it was', async () => {
    expect([200, 404, 503]).toContain((await open('/log-in?next=%2Fprocess')).status)
    const cookie = await hub.logIn('ada', PASSWORD)
    expect((await open('/metrics', { cookie })).status).toBe(200)
    expect((await open('/metrics', { authorization: basic('ada', 'wrong') })).status).toBe(401)
  })
})

describe('a password', () => {
  it('can be changed by whoever knows it; his other sessions end, and this browser goes on', async () => {
    await hub.makeUser('Cleo', 'viewer', PASSWORD)
    const other = await hub.logIn('cleo', PASSWORD)
    const cookie = await hub.logIn('cleo', PASSWORD)
    const change = (current: string) =>
      hub.send('PUT', '/api/v1/me/password', {
        headers: { cookie },
        body: { current, password: 'another long password' },
      })
    expect((await change('wrong')).status).toBe(403)
    const changed = await change(PASSWORD)
    expect(changed.status).toBe(204)
    expect((await me({ cookie: other })).who).toBe(null)
    expect((await me({ cookie: cookieOf(changed) })).who?.name).toBe('Cleo')
  })

  it('that is short, and a user whose name is taken, are refused with a sentence that repeats no password', async () => {
    const add = (body: unknown) => hub.send('POST', '/api/v1/users', { headers: ADMIN, body })
    const short = await add({ name: 'Dora', role: 'viewer', password: 'sesame!' })
    expect([short.status, await messageOf(short)]).toEqual([400, 'the password must have at least 10 characters.'])
    const taken = await add({ name: 'ADA', role: 'viewer', password: PASSWORD })
    expect([taken.status, await messageOf(taken)]).toEqual([409, 'there is a user "ADA" already.'])
    const colon = await add({ name: 'a:b', role: 'viewer', password: PASSWORD })
    expect([colon.status, await messageOf(colon)]).toEqual([400, 'name must have no colon.'])
  })

  it('of the last admin who can log in cannot be lost with its user', async () => {
    const { users } = await hub.ask<{ users: { id: string; name: string }[] }>('GET', '/api/v1/users')
    const id = users.find(({ name }) => name === 'admin')?.id
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', { role: 'viewer' }],
      ['PATCH', { isDisabled: true }],
    ] as const) {
      const response = await hub.send(method, `/api/v1/users/${id}`, { headers: ADMIN, body })
      expect([response.status, await messageOf(response)]).toEqual([409, expect.stringContaining('the only admin')])
    }
  })

  it('may be tried so often, and a scrape that has the right one goes on meanwhile', async () => {
    const scrape = () => hub.send('GET', '/metrics', { headers: ADMIN })
    expect((await scrape()).status).toBe(200)
    const tries = Array.from({ length: 12 }, () =>
      hub.send('POST', '/api/v1/log-in', { body: { name: 'eve', password: 'x' } }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    const late = await hub.send('GET', '/metrics', { headers: { authorization: basic('eve', 'x') } })
    expect(late.status).toBe(429)
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(500)
    expect(await messageOf(late)).toMatch(/^there were too many tries to log in; try again in \d+ minutes\.$/u)
    expect((await scrape()).status).toBe(200)
  })
})

describe('what is done', () => {
  it('is signed by who is logged in, whatever name was typed, and by programs with their token', async () => {
    const note = async (headers: Record<string, string>, author?: string) => {
      const response = await hub.send('POST', '/api/v1/annotations', {
        headers,
        body: { kind: 'note', title: 'x', author },
      })
      return ((await response.json()) as Annotation).author
    }
    const cookie = await hub.logIn('ada', PASSWORD)
    expect(await note({ cookie }, 'Somebody Else')).toBe('Ada')
    expect(await note({ cookie })).toBe('Ada')
    const { token } = await hub.makeToken('operator', 'deploys')
    expect(await note({ authorization: `Bearer ${token}` }, 'Ben')).toBe('Ben (deploys)')
    expect(await note({ authorization: `Bearer ${token}` })).toBe('deploys')
  })

  it('is in the audit with who, when, from where and what came of it', async () => {
    const cookie = await hub.logIn('ada', PASSWORD)
    await hub.send('POST', '/api/v1/users', {
      headers: { cookie },
      body: { name: 'F', role: 'admin', password: PASSWORD },
    })
    const read = (query: string) => hub.ask<AuditAnswer>('GET', `/api/v1/audit?${query}`)
    await expect
      .poll(async () => (await read('by=Ada&outcome=refused')).entries[0])
      .toMatchObject({
        by: 'Ada',
        via: 'session',
        from: '127.0.0.1',
        act: 'add a user',
        outcome: 'refused',
      })
    expect((await read('by=admin&act=add%20a%20user')).entries.map(({ about }) => about)).toContain('Ada, operator')
    expect((await read('by=eve')).entries[0]).toMatchObject({ act: 'log in', via: 'none', outcome: 'refused' })
    expect(JSON.stringify(await read('limit=200'))).not.toContain(PASSWORD)
    expect((await hub.send('GET', '/api/v1/audit', { headers: { cookie } })).status).toBe(403)
  })
})

describe('a first start on loopback', () => {
  it('is open; it closes with the first user, who must be an admin, and stays closed', async () => {
    const open = await startTestHub()
    const post = (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${open.address}/api/v1/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    expect((await open.get('/api/v1/me')).body).toEqual({
      door: 'open',
      who: { name: null, role: 'admin', via: 'open', hasPassword: false },
      provider: null,
    })
    const viewer = new TestViewer(open.address)
    await viewer.watch({ fleet: true })
    const sentAway = new Promise((resolve) => viewer.socket.once('disconnect', resolve))
    expect((await post({ name: 'Ada', role: 'viewer', password: PASSWORD })).status).toBe(400)
    expect((await post({ name: 'Ada', role: 'admin', password: PASSWORD })).status).toBe(201)
    await sentAway
    expect((await open.get('/api/v1/processes')).status).toBe(401)
    const again = await open.restart()
    expect((await again.get('/api/v1/processes')).status).toBe(401)
    expect((await again.get('/api/v1/processes', { authorization: basic('Ada', PASSWORD) })).status).toBe(200)
    await again.end()
  })

  it('gives admin another password where the environment has another one, and ends his sessions', async () => {
    const first = await startClosedHub()
    const cookie = await first.logIn('admin', 'admin-password-of-tests')
    await first.stop()
    const second = await startTestHub({ dataFolder: first.dataFolder, config: { adminPassword: 'another' } })
    expect((await second.get('/metrics', { cookie })).status).toBe(401)
    expect((await second.get('/metrics', ADMIN)).status).toBe(401)
    expect((await second.get('/metrics', { authorization: basic('admin', 'another') })).status).toBe(200)
    await second.end()
  })
})
