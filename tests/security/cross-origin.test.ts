/** Pages of other origins, over the wire: with the best of credentials they change nothing, and open no socket. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { io } from 'socket.io-client'
import { ADMIN, AGENT_TOKEN, ADMIN_PASSWORD, type ClosedHub, type Headers, startClosedHub } from './closed-hub'

const FOREIGN: [string, Headers][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['no origin that is one, as of a sandboxed frame or a file', { origin: 'null' }],
  ['the hub’s host under another port', { origin: 'http://127.0.0.1:1' }],
  ['another site, by what the browser itself says', { 'sec-fetch-site': 'cross-site' }],
]

let hub: ClosedHub
let cookie: string
beforeAll(async () => {
  hub = await startClosedHub()
  cookie = await hub.logIn('admin', ADMIN_PASSWORD)
})
afterAll(() => hub.end())

it.each(FOREIGN)(
  'no route that changes something answers a page of %s, with a password or a cookie',
  async (_, headers) => {
    const changing = hub.routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
    expect(changing.length).toBeGreaterThan(30)
    const wrong: string[] = []
    for (const { method, url } of changing) {
      const path = url.replaceAll(/:[a-z]+/gu, 'no-such-thing')
      for (const credentials of [ADMIN, { cookie }]) {
        const body = method === 'DELETE' ? undefined : {}
        const { status } = await hub.send(method, path, { body, headers: { ...credentials, ...headers } })
        if (status !== 403) wrong.push(`${method} ${url}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
    // It is the origin alone that was refused.
    expect((await hub.send('GET', '/api/v1/me', { headers: { cookie } })).status).toBe(200)
  },
)

it('no answer says that another origin may read it', async () => {
  for (const path of ['/api/v1/processes', '/metrics', '/healthz', '/', '/socket.io/?EIO=4&transport=polling']) {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await hub.send(method, path, {
        headers: { cookie, origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      })
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, null])
    }
  }
})

it.each(['/agent', '/dashboard'])(
  'no socket of %s opens for a page of another origin, by either transport',
  async (namespace) => {
    const connect = (transport: string, origin: string | undefined) =>
      new Promise<string>((resolve) => {
        const socket = io(`${hub.address}${namespace}`, {
          transports: [transport],
          reconnection: false,
          forceNew: true,
          auth: { token: AGENT_TOKEN },
          extraHeaders: { cookie, ...(origin === undefined ? {} : { origin }) },
        })
        const end = (outcome: string) => (socket.close(), resolve(outcome))
        socket.once('connect', () => end('open'))
        socket.once('connect_error', () => end('refused'))
      })
    for (const transport of ['websocket', 'polling']) {
      for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1'])
        expect([transport, origin, await connect(transport, origin)]).toEqual([transport, origin, 'refused'])
      expect(await connect(transport, hub.address)).toBe('open')
      expect(await connect(transport, undefined)).toBe('open')
    }
  },
)
