/**
 * From a real leak to people: a gateway of the demo keeps its streams, a real Alertmanager, a real SMTP server and a
 * webhook are told once, through a `kill -9` of the hub, and told of the end when the fault is switched off.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Fleet } from '../examples/fleet/fleet'
import { FLEET } from '../examples/fleet/members'
import { bundleFiles, bundlePrograms } from '../examples/testing/bundle'
import { type RunningAlertmanager, startAlertmanager } from '../lib/hub/notify/testing/alertmanager'
import { type Receiver, startReceiver } from '../lib/hub/notify/testing/http-receiver'
import { type MailServer, startMailServer } from '../lib/hub/notify/testing/mail-server'
import type { AlertMessage } from '../lib/protocol/alerts'
import type { ProcessSummary } from '../lib/protocol/http-api'

const root = fileURLToPath(new URL('..', import.meta.url))
const WITHIN_MS = 120_000

let folder: string
let hub: ChildProcess
let hubUrl: string
let fleet: Fleet
let hook: Receiver
let managerHook: Receiver
let mail: MailServer
let manager: RunningAlertmanager
let hookHangs: (() => void) | null = null

const quick = { holdMs: 1_000, quietMs: 3_000, restartQuietMs: 3_000, gatherMs: 1_000, gatherMaxMs: 2_000 }
const settings = {
  growth: { warmUpMs: 45_000 },
  rules: { orphaned: { holdMs: 5_000, clearMs: 3_000 } },
  alerts: { graceMs: 0, rules: { orphaned: quick } },
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-alerts-'))
  await bundleFiles(folder, {
    'dist/cli/tidemark': 'cli/tidemark.ts',
    'dist/hub/history-worker': 'lib/history/sqlite/history-worker.ts',
  })
  await bundlePrograms(folder, ['gateway', 'driver'])
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{"version":"1.0.0"}')
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  hook = await startReceiver((response) => {
    if (hookHangs) hookHangs()
    else response.end('ok')
  })
  managerHook = await startReceiver()
  mail = await startMailServer()
  manager = await startAlertmanager(managerHook.url)
  hubUrl = `http://127.0.0.1:${await freePort()}`
  await startHub()
  for (const [name, channel] of Object.entries(channels())) await add(name, channel)
  const plans = FLEET.filter(({ name }) => name === 'gateway/streams-kept' || name === 'driver')
  fleet = new Fleet({ plans, folder, hubUrl, say: () => {} })
})

afterAll(async () => {
  await fleet?.stop()
  hub?.kill('SIGKILL')
  await Promise.all([hook, managerHook, mail, manager].map((one) => one?.stop()))
  await rm(folder, { recursive: true, force: true })
})

function channels() {
  return {
    hook: { kind: 'webhook', url: `${hook.url}/hook` },
    mail: {
      kind: 'email',
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      from: 'tidemark@example.com',
      to: ['ops@example.com'],
    },
    manager: { kind: 'alertmanager', url: manager.url },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function startHub(): Promise<void> {
  const port = new URL(hubUrl).port
  const files = ['--data', join(folder, 'data'), '--settings', join(folder, 'settings.json')]
  hub = spawn(process.execPath, [join(folder, 'dist/cli/tidemark.cjs'), 'start', '--port', port, ...files], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(hub.stdout ?? hub, 'data')
}

async function add(name: string, channel: object): Promise<void> {
  const match = { rules: ['orphaned'] }
  const body = { name, isEnabled: true, settings: channel, match, escalateAfterMs: null, mayReachPrivate: true }
  const response = await fetch(`${hubUrl}/api/v1/channels`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(body),
  })
  expect(await response.json()).toMatchObject({ name })
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${hubUrl}${path}`, { headers: { connection: 'close' } })).json()) as T
}

/** Distinct ids of what the webhook was told. */
function toldToHook(kind: AlertMessage['kind']): Set<string> {
  const all = hook.received.map(({ body }) => JSON.parse(body) as AlertMessage)
  return new Set(all.filter((message) => message.kind === kind).map(({ id }) => id))
}

/** Distinct ids of the mails with these words in their subject. */
function mailed(words: string): Set<string> {
  const raws = mail.mails.map(({ raw }) => raw.replaceAll(/\r\n[ \t]/gu, ' '))
  const subject = new RegExp(`^subject:.*${words}`, 'imu')
  return new Set(raws.filter((raw) => subject.test(raw)).map((raw) => /^message-id:\s*(\S+)/imu.exec(raw)?.[1] ?? raw))
}

/** How many notices of this state the Alertmanager gave to those behind it. */
function managed(status: 'firing' | 'resolved'): number {
  return managerHook.received.filter(({ body }) => (JSON.parse(body) as { status: string }).status === status).length
}

it(
  'a leaking gateway reaches all three once, though the hub is killed between firing and the answer, and all hear of the end',
  async () => {
    const killed = new Promise<void>((resolve) => {
      hookHangs = () => {
        hookHangs = null
        hub.once('exit', () => resolve())
        hub.kill('SIGKILL')
      }
    })
    fleet.start()
    await killed
    await startHub()
    await expect.poll(() => toldToHook('firing').size, { timeout: WITHIN_MS }).toBe(1)
    await expect.poll(() => mailed('firing').size, { timeout: WITHIN_MS }).toBe(1)
    await expect.poll(() => managed('firing'), { timeout: WITHIN_MS }).toBe(1)
    expect(hook.received.length).toBeGreaterThanOrEqual(2)
    const [firing] = hook.received.map(({ body }) => JSON.parse(body) as AlertMessage)
    expect(firing).toMatchObject({ group: { service: 'gateway', rule: 'orphaned' }, count: 1 })

    const { processes } = await get<{ processes: ProcessSummary[] }>('/api/v1/processes')
    const leaking = processes.find(({ instance }) => instance === 'streams-kept')
    process.kill(leaking?.pid ?? 0, 'SIGUSR2')
    await expect.poll(() => toldToHook('resolved').size, { timeout: WITHIN_MS }).toBe(1)
    await expect.poll(() => mailed('resolved').size, { timeout: WITHIN_MS }).toBe(1)
    await expect.poll(() => managed('resolved'), { timeout: WITHIN_MS }).toBe(1)
    expect([toldToHook('firing').size, mailed('firing').size, managed('firing')]).toEqual([1, 1, 1])
    const history = await get<{ messages: { deliveries: { state: string }[] }[] }>('/api/v1/messages?rule=orphaned')
    expect(history.messages.map(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual([
      ['sent', 'sent', 'sent'],
      ['sent', 'sent', 'sent'],
    ])
  },
  3 * WITHIN_MS,
)
