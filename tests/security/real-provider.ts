/** A real OpenID provider on loopback, certified code with its own small log-in form, and a browser's way through it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export const CLIENT = { id: 'tidemark', secret: 'client-secret-of-tests-0123456789' } as const

export interface RealProvider {
  issuer: string
  /** Groups by name: whom it knows. */
  people: Map<string, string[]>
  stop(): Promise<void>
}

/** `hubUrl`: where it leads back to. */
export async function startRealProvider(hubUrl: string): Promise<RealProvider> {
  const people = new Map<string, string[]>()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${hubUrl}/api/v1/log-in/provider/callback`],
        post_logout_redirect_uris: [`${hubUrl}/log-in`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: `sub-${id}`, preferred_username: id, groups: people.get(id) ?? [] }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['a key of tests'] },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => void answer(request, response))
  return {
    issuer,
    people,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Cookies of one browser; hubs and providers of a machine share them, whatever their ports. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  /** Every address that it was led to. */
  readonly visited: string[] = []

  async ask(address: string, body?: Record<string, string>): Promise<Response> {
    const response = await fetch(address, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body ? { body: new URLSearchParams(body) } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970/iu.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  /** Goes where it is led, until a page comes or `isEnd` says so of the next address; answers the last address. */
  async follow(
    address: string,
    isEnd: (address: string) => boolean = () => false,
  ): Promise<{ address: string; page: string }> {
    let here = address
    for (let step = 0; step < 20; step++) {
      if (isEnd(here)) return { address: here, page: '' }
      const response = await this.ask(here)
      this.visited.push(here)
      const location = response.headers.get('location')
      if (location === null) return { address: here, page: await response.text() }
      here = new URL(location, here).href
    }
    throw new Error(`it is led in a circle: ${this.visited.join(' ')}`)
  }

  /** From the hub's button through the provider's forms, as somebody. */
  async logIn(hubUrl: string, name: string, next = '/', isEnd: (address: string) => boolean = isHubs(hubUrl)) {
    let { address, page } = await this.follow(
      `${hubUrl}/api/v1/log-in/provider?next=${encodeURIComponent(next)}`,
      isEnd,
    )
    for (const prompt of ['login', 'consent']) {
      if (!page.includes(`value="${prompt}"`)) continue
      const action = /action="([^"]+)"/u.exec(page)?.[1] ?? ''
      const answer = await this.ask(new URL(action, address).href, { prompt, login: name, password: 'any' })
      ;({ address, page } = await this.follow(new URL(answer.headers.get('location') ?? '', address).href, isEnd))
    }
    return { address, page }
  }
}

/** The hub's own pages: what is on the way there or back is none. */
function isHubs(hubUrl: string): (address: string) => boolean {
  return (address) => address.startsWith(hubUrl) && !address.includes('/api/v1/log-in/provider')
}
