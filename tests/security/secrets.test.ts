/** What the program writes, at its most talkative: no password, cookie or token is in its log, its exports, its metrics or its folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltProgram, buildProgram } from '../../cli/testing/build-program'
import { framesOf, helloOf, TestAgent } from '../../lib/hub/testing/test-agent'
import { TestViewer } from '../../lib/hub/testing/test-viewer'
import { freePort } from '../../e2e/programs'
import { ADMIN_PASSWORD, AGENT_TOKEN, basic, cookieOf } from './closed-hub'
import { CLIENT, type RealProvider, startRealProvider, TestBrowser } from './real-provider'

let built: BuiltProgram
let provider: RealProvider
let hub: ChildProcess
let url = ''
let log = ''
const secrets: Record<string, string> = {
  'the admin’s password': ADMIN_PASSWORD,
  'the shared token': AGENT_TOKEN,
  'a password that was wrong': 'not-the-password-of-anybody',
  'a token that was wrong': 'tdm_not-a-token-of-this-hub',
  'a password in an address': 'secret-in-an-address',
  'the secret of the client at the provider': CLIENT.secret,
}

beforeAll(async () => {
  built = await buildProgram()
  const port = await freePort()
  provider = await startRealProvider(`http://127.0.0.1:${port}`)
  hub = spawn(
    process.execPath,
    [built.program, 'start', '--port', String(port), '--data', join(built.folder, 'data')],
    {
      env: {
        ...process.env,
        TIDEMARK_PUBLIC_URL: `http://127.0.0.1:${port}`,
        TIDEMARK_OIDC_ISSUER: provider.issuer,
        TIDEMARK_OIDC_CLIENT_ID: CLIENT.id,
        TIDEMARK_OIDC_CLIENT_SECRET: CLIENT.secret,
        TIDEMARK_OIDC_ROLES: 'operator=*',
        TIDEMARK_ADMIN_PASSWORD: ADMIN_PASSWORD,
        TIDEMARK_AGENT_TOKEN: AGENT_TOKEN,
        TIDEMARK_LOG: 'trace',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  hub.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
  const [line] = (await once(hub.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  url = /http:\S+/u.exec(line.toString())?.[0] ?? ''
})
afterAll(async () => {
  if (hub.exitCode === null) {
    hub.kill('SIGKILL')
    await once(hub, 'exit')
  }
  await provider.stop()
  built.remove()
})

/** There and back by the provider, and once more with a code that is spent: what came with it is in the log of neither. */
async function useProvider(): Promise<void> {
  const browser = new TestBrowser()
  const isCallback = (address: string) => address.includes('/provider/callback')
  const { address } = await browser.logIn(url, 'Ada', '/', isCallback)
  const way = [...browser.cookies].find(([name]) => name.endsWith('_way'))
  secrets['a code of the provider'] = new URL(address).searchParams.get('code') ?? ''
  secrets['the way to the provider'] = decodeURIComponent(way?.[1] ?? '')
  expect((await browser.ask(address)).headers.get('location')).toBe('/')
  browser.cookies.set(way?.[0] ?? '', way?.[1] ?? '')
  expect((await browser.ask(address)).headers.get('location')).toBe('/log-in?fault=provider')
  await expect.poll(() => log).toContain('a log-in by the provider came to nothing')
}

const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  fetch(`${url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const ADMIN = { authorization: basic('admin', ADMIN_PASSWORD) }

/** Every way in which a secret comes to the hub, right and wrong. */
async function useSecrets(): Promise<string[]> {
  const logIn = await send('POST', '/api/v1/log-in', {}, { name: 'admin', password: ADMIN_PASSWORD })
  const cookie = cookieOf(logIn)
  secrets['a session’s cookie'] = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
  const made = async (path: string, body: unknown) =>
    ((await (await send('POST', path, { cookie }, body)).json()) as { token: string }).token
  const api = (secrets['an API token'] = await made('/api/v1/api-tokens', { name: 'x', role: 'admin' }))
  const own = (secrets['a token of a service'] = await made('/api/v1/agent-tokens', { service: 'gateway' }))
  for (const headers of [{ cookie }, { authorization: `Bearer ${api}` }, ADMIN])
    expect((await send('GET', '/api/v1/processes', headers)).status).toBe(200)
  const wrong = [
    { authorization: 'Bearer tdm_not-a-token-of-this-hub' },
    { authorization: basic('admin', 'not-the-password-of-anybody') },
    { cookie: `${cookie}x` },
    { authorization: `Digest ${api}` },
  ]
  for (const headers of wrong) expect((await send('GET', '/api/v1/processes', headers)).status).toBe(401)
  await send('POST', '/api/v1/log-in', {}, { name: 'admin', password: 'not-the-password-of-anybody' })
  await send(
    'POST',
    '/api/v1/users',
    { cookie },
    { name: 'x', role: 'nonsense', password: 'not-the-password-of-anybody' },
  )
  await send('GET', '/api/v1/no-such-route?password=secret-in-an-address', ADMIN)
  await send('POST', '/api/v1/channels', ADMIN, {
    kind: 'webhook',
    name: 'x',
    url: 'http://a:secret-in-an-address@127.0.0.1:1/',
  })
  const viewer = new TestViewer(url, { extraHeaders: { authorization: `Bearer ${api}` } })
  await viewer.watch({ fleet: true })
  viewer.close()
  const agent = new TestAgent(url, { auth: { token: own } })
  expect(await agent.hello(helloOf())).toMatchObject({ ok: true })
  await agent.frames(...framesOf(Date.now() - 60_000, 1, 10))
  agent.close()
  for (const token of ['tdm_not-a-token-of-this-hub', own]) {
    const posing = new TestAgent(url, { auth: { token } })
    const refused = new Promise((resolve) => posing.socket.once('connect_error', resolve))
    await Promise.race([refused, posing.hello(helloOf({ service: 'another' }))])
    posing.close()
  }
  const reads = [
    '/metrics',
    '/api/v1/audit?limit=200',
    '/api/v1/api-tokens',
    '/api/v1/agent-tokens',
    '/api/v1/sessions',
    '/api/v1/users',
    '/api/v1/openapi.json',
    '/api/v1/channels',
    '/api/v1/messages',
  ]
  return Promise.all(reads.map(async (path) => `${path} ${await (await send('GET', path, ADMIN)).text()}`))
}

it('neither the log, nor an answer, an export or a file of the hub holds a secret', async () => {
  await useProvider()
  const answers = await useSecrets()
  hub.kill('SIGTERM')
  await once(hub, 'exit')
  const exported = spawn(process.execPath, [
    built.program,
    'export',
    '--data',
    join(built.folder, 'data'),
    '--format',
    'jsonl',
  ])
  let out = ''
  exported.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  exported.stderr.setEncoding('utf8').on('data', (text: string) => (out += text))
  await once(exported, 'close')
  expect(out).toContain('"service":"gateway"')
  expect(log).toContain('"audit":true')
  const data = join(built.folder, 'data')
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name} ${readFileSync(join(parentPath, name), 'latin1')}`)
  expect(files.length).toBeGreaterThan(0)
  const found: string[] = []
  for (const text of [`the log ${log}`, `the export ${out}`, ...answers, ...files])
    for (const [what, secret] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(12)
      for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, -4), encodeURIComponent(secret)])
        if (text.includes(form)) found.push(`${what} in ${text.split(' ', 3).slice(0, 2).join(' ')}`)
    }
  expect(found).toEqual([])
})
