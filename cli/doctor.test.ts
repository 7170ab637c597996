/** Each check of `tidemark doctor`, against a real hub and this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig, type HubConfig } from '../lib/hub/config'
import { startTestHub, type TestHub } from '../lib/hub/testing/test-hub'
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../lib/hub/notify/testing/localhost-certificate'
import { checkClock, checkHub, checkTokens } from './doctor/hub-checks'
import { checkCertificate, checkDisk, checkFiles, checkNode, checkPort, checkSettings } from './doctor/machine-checks'
import { checkReachability } from './doctor/reach'
import { type BuiltProgram, buildProgram } from './testing/build-program'

let hub: TestHub
let built: BuiltProgram
beforeAll(async () => {
  built = await buildProgram()
  hub = await startTestHub({ config: { agentToken: 'the-right-token-of-this-hub' } })
})
afterAll(async () => {
  built.remove()
  await hub.end()
})

function configOf(env: Record<string, string>): HubConfig {
  const read = readConfig({}, env)
  if (!read.ok) throw new Error(read.message)
  return read.value
}

it('knows which Node will do', () => {
  expect(['20.18.9', '18.20.0', '20.19.0', '22.1.0'].map((version) => checkNode(version).state)).toEqual([
    'fault',
    'fault',
    'ok',
    'ok',
  ])
})

it('tells a setting that would not do in its own sentence', () => {
  const finding = checkSettings(readConfig({ port: 'x' }, {}))
  expect(finding).toMatchObject({ state: 'fault', todo: expect.stringContaining('correct') as string })
  expect(finding.text).toContain('--port must be')
})

it('looks at the disk of a folder that is not there yet, and at the limit on open files', () => {
  expect(checkDisk(`${hub.dataFolder}/not/yet`).text).toMatch(/^\d+\.\d GB free for /u)
  expect(checkFiles(1_000_000_000)).toMatchObject({ name: 'files' })
})

it('tells a free port, a hub’s, and that of another program', async () => {
  const port = Number(new URL(hub.address).port)
  expect(await checkPort(configOf({ TIDEMARK_PORT: String(port) }))).toMatchObject({
    finding: { state: 'ok' },
    isOurs: true,
  })
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const taken = typeof address === 'object' && address ? address.port : 0
  expect(await checkPort(configOf({ TIDEMARK_PORT: String(taken) }))).toMatchObject({
    finding: { state: 'fault', todo: expect.stringContaining('--port') as string },
    isOurs: false,
  })
  other.close()
  await once(other, 'close')
  expect(await checkPort(configOf({ TIDEMARK_PORT: String(taken) }))).toMatchObject({ finding: { state: 'ok' } })
})

it('tells a hub that is ready and one that cannot be reached', async () => {
  const seen = await checkHub(hub.address)
  expect(seen).toMatchObject({ finding: { state: 'ok' }, isThere: true })
  expect(checkClock(seen.dateMs, Date.now()).name).toBe('clock')
  expect(await checkHub('http://127.0.0.1:1')).toMatchObject({ finding: { state: 'fault' }, isThere: false })
  expect(await checkHub('nowhere')).toMatchObject({ finding: { state: 'fault' }, isThere: false })
})

it('comes as an agent would, and says what the hub says of its token', async () => {
  expect(await checkReachability(hub.address, 'the-right-token-of-this-hub')).toMatchObject({ state: 'ok' })
  const wrong = await checkReachability(hub.address, 'another')
  expect(wrong).toMatchObject({ state: 'fault', todo: expect.stringContaining('TIDEMARK_AGENT_TOKEN') as string })
  expect(wrong.text).toContain('does not know the token')
  const missing = await checkReachability(hub.address, null)
  expect(missing.text).toMatch(/token/u)
})

it('knows a proxy that hands on requests and no upgrades: agents come by websocket alone', async () => {
  const proxy = createHttpServer((asked, answer) => {
    const { method, headers } = asked
    const onward = request(new URL(asked.url ?? '/', hub.address), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    asked.pipe(onward)
  })
  proxy.on('upgrade', (_asked, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'))
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  expect(await checkHub(address)).toMatchObject({ finding: { state: 'ok' }, isThere: true })
  expect(await checkReachability(address, 'the-right-token-of-this-hub')).toEqual({
    name: 'reach',
    state: 'fault',
    text: 'the agents’ websocket cannot be opened: websocket error',
    todo: 'a proxy in between must hand on /socket.io/, with upgrades to websockets.',
  })
  expect(await checkReachability('http://127.0.0.1:1', null)).toMatchObject({
    state: 'fault',
    text: expect.stringContaining('websocket') as string,
  })
  proxy.closeAllConnections()
  proxy.close()
})

it.each([
  [0, 'ok'],
  [30_000, 'warning'],
  [-30_000, 'warning'],
  [2 * 86_400_000, 'fault'],
] as const)('a clock that is %d ms off is %s', (offMs, state) => {
  const hubMs = Date.UTC(2026, 0, 1)
  expect(checkClock(hubMs, hubMs + offMs + 500).state).toBe(state)
})

it('looks at how long secrets are, and at how they travel', () => {
  const long = 'x'.repeat(48)
  const both = (secret: string, host: string) =>
    configOf({ TIDEMARK_AGENT_TOKEN: secret, TIDEMARK_ADMIN_PASSWORD: secret, TIDEMARK_HOST: host })
  expect(checkTokens(configOf({})).state).toBe('ok')
  expect(checkTokens(both('short', '127.0.0.1'))).toMatchObject({ state: 'warning' })
  expect(checkTokens(both(long, '0.0.0.0')).text).toContain('no TLS')
  expect(checkTokens(both(long, '127.0.0.1')).state).toBe('ok')
})

it('tells until when a certificate is good, and knows a hub that speaks TLS under another name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-doctor-'))
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  writeFileSync(tls.certFile, LOCALHOST_CERTIFICATE)
  writeFileSync(tls.keyFile, LOCALHOST_KEY)
  const [until = ''] = /\d{4}-\d\d-\d\d$/u.exec(checkCertificate(tls, 0).text) ?? []
  const endMs = Date.parse(until)
  const states = [endMs - 40 * 86_400_000, endMs - 5 * 86_400_000, endMs + 2 * 86_400_000]
  expect(states.map((nowMs) => checkCertificate(tls, nowMs).state)).toEqual(['ok', 'warning', 'fault'])
  const secure = await startTestHub({ config: { tls } })
  const port = Number(new URL(secure.address).port)
  expect(await checkPort({ ...configOf({ TIDEMARK_PORT: String(port) }), tls })).toMatchObject({ isOurs: true })
  expect((await checkHub(secure.address)).finding).toMatchObject({
    state: 'fault',
    todo: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
  })
  await secure.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Not `spawnSync`: the hub that it looks at runs in this very process. */
function doctor(args: string[], env: Record<string, string>): Promise<{ status: number | null; stdout: string }> {
  const child = spawn(process.execPath, [built.program, 'doctor', ...args], { env: { ...process.env, ...env } })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout })))
}

it('the program ends with 0 where nothing stands in the way, 1 where something does, 2 where a setting would not do', async () => {
  const good = await doctor(['--url', hub.address], { TIDEMARK_AGENT_TOKEN: 'the-right-token-of-this-hub' })
  expect(good.stdout).toMatch(/^ok {4}reach {5}an agent with this token would be let in$/mu)
  expect([good.status, good.stdout.split('\n').at(-2)]).toEqual([
    0,
    expect.stringMatching(/^Nothing stands in the way/u),
  ])
  const bad = await doctor(['--url', hub.address], { TIDEMARK_AGENT_TOKEN: 'wrong' })
  expect(bad.stdout).toMatch(/^BAD {3}reach .*\n +→ set TIDEMARK_AGENT_TOKEN/mu)
  expect(bad.status).toBe(1)
  const here = await doctor(['--port', new URL(hub.address).port, '--data', hub.dataFolder], {
    TIDEMARK_AGENT_TOKEN: 'the-right-token-of-this-hub',
  })
  expect(here.stdout).toMatch(/^ok {4}port .* has a hub already$/mu)
  expect(here.stdout).toMatch(/^(?:ok {2}|look) {2}disk .* free for /mu)
  expect(here.status).toBe(0)
  const wrong = await doctor(['--port', 'x'], {})
  expect([wrong.status, wrong.stdout]).toEqual([2, expect.stringContaining('--port must be')])
})
