/** Behind an admin password: every route but the probes, and the viewers' namespace. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { TestAgent } from '../testing/test-agent'
import { TestViewer } from '../testing/test-viewer'
import { originFault } from './door'

const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub({ config: { adminPassword: 'pass:word', agentToken: 'token' } })
})
afterAll(() => hub.end())

it.each(['/', '/api/v1/processes', '/api/v1/openapi.json', '/metrics', '/api/v1/nope', '/process'])(
  '%s needs the password',
  async (path) => {
    for (const headers of [
      {},
      { authorization: basic('admin', 'wrong') },
      { authorization: basic('root', 'pass:word') },
    ]) {
      const { status, headers: answered, body } = await hub.get(path, headers)
      expect(status).toBe(401)
      // A program that asks is told that a name and a password would do; a browser must not ask for them by itself.
      const isAsked = ['/api/v1/processes', '/api/v1/openapi.json', '/metrics'].includes(path)
      expect(answered.get('www-authenticate')).toMatch(isAsked ? /^Basic / : /^Bearer /u)
      expect(body).toMatchObject({ error: { code: 'unauthorized' } })
    }
    const { status } = await hub.get(path, { authorization: basic('admin', 'pass:word') })
    expect(status).not.toBe(401)
  },
)

it.each(['/healthz', '/readyz'])('%s needs none', async (path) => {
  expect((await hub.get(path)).status).toBe(200)
})

it('a viewer needs the password, an agent its token', async () => {
  const closed = new TestViewer(hub.address)
  const error = await new Promise<Error & { data?: unknown }>((resolve) => closed.socket.on('connect_error', resolve))
  expect(error.data).toMatchObject({ code: 'unauthorized' })
  closed.close()
  const open = new TestViewer(hub.address, { extraHeaders: { authorization: basic('admin', 'pass:word') } })
  expect(await open.watch({ fleet: true })).toMatchObject({ ok: true })
  open.close()
  const agent = new TestAgent(hub.address, { auth: { token: 'token' } })
  expect(await agent.hello()).toMatchObject({ ok: true })
  agent.close()
})

describe('the origin of a browser', () => {
  it.each([
    [{ host: 'hub:4600' }, true],
    [{ host: 'hub:4600', origin: 'http://hub:4600' }, true],
    [{ host: 'hub', origin: 'https://hub' }, true],
    [{ host: 'hub:4600', origin: 'http://127.0.0.1:3000' }, true],
    [{ host: 'hub:4600', origin: 'http://hub:4601' }, false],
    [{ host: 'hub:4600', origin: 'http://hub.evil:4600' }, false],
    [{ host: 'hub:4600', origin: 'null' }, false],
    [{ origin: 'http://hub:4600' }, false],
  ])('%j may come in: %s', (headers, mayCome) => {
    expect(originFault(headers, 'http://127.0.0.1:3000') === null).toBe(mayCome)
  })
})

describe('a request that changes something', () => {
  const post = (headers: Record<string, string>, body = '{"kind":"note","title":"x"}') =>
    fetch(`${hub.address}/api/v1/annotations`, {
      method: 'POST',
      headers: { authorization: basic('admin', 'pass:word'), 'content-type': 'application/json', ...headers },
      body,
    })

  it('is refused to a page of another origin, and granted to the hub’s own and to programs', async () => {
    const foreign = await post({ origin: 'http://elsewhere.example' })
    expect(foreign.status).toBe(403)
    expect(await foreign.json()).toEqual({
      error: { code: 'forbidden', message: 'a page of another origin may not change anything here.' },
    })
    expect((await post({ origin: hub.address })).status).toBe(201)
    expect((await post({})).status).toBe(201)
  })

  it('is refused in the types that forms of other pages can send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      expect((await post({ 'content-type': type })).status).toBe(415)
  })
})
