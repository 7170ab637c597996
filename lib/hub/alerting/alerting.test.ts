/** Alerts from frames to a webhook, over a real hub, real sockets and a real history. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertNumbers } from '../../alerts/settings'
import type { AlertsAnswer } from '../../protocol/alert-api'
import type { AlertMessage } from '../../protocol/alerts'
import { FLAG_WORDS } from '../../protocol/vocabulary'
import { DEFAULT_HUB_SETTINGS, type HubSettings } from '../settings'
import { helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

const MINUTE_MS = 60_000
const quick = { holdMs: 0, quietMs: 0, restartQuietMs: 0, gatherMs: 0, gatherMaxMs: 0 }
const alerts: AlertNumbers = {
  ...DEFAULT_HUB_SETTINGS.alerts,
  graceMs: 0,
  rules: Object.fromEntries(FLAG_WORDS.map((rule) => [rule, quick])) as AlertNumbers['rules'],
}
const settings: HubSettings = { ...DEFAULT_HUB_SETTINGS, alerts }

/** A server of somebody else that writes down what it is told. */
class Webhook {
  readonly got: AlertMessage[] = []
  status = 200
  url = ''
  readonly #server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      this.got.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as AlertMessage)
      response.writeHead(this.status).end()
    })
  })

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
    return this
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

let hub: TestHub
let hook: Webhook
beforeEach(async () => {
  hook = await new Webhook().start()
  hub = await startTestHub({ config: { settings } })
})
afterEach(async () => {
  await hub.end()
  await hook.stop()
})

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${hub.address}${path}`, {
    method,
    headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
}

async function alertsOf(query = ''): Promise<AlertsAnswer> {
  return (await send('GET', `/api/v1/alerts${query}`)).body as AlertsAnswer
}

const channel = () => ({
  name: 'ops',
  isEnabled: true,
  settings: { kind: 'webhook', url: hook.url },
  match: {},
  escalateAfterMs: null,
  mayReachPrivate: true,
})

/** A gateway whose pool of 1,000 holds `fill` for three minutes of its own time. */
async function pool(fill: number, agent: TestAgent, fromSeq: number): Promise<void> {
  const startMs = Date.now() - 20 * MINUTE_MS
  const seqs = Array.from({ length: 180 }, (_, n) => fromSeq + n)
  await agent.frames(...seqs.map((seq) => ({ seq, atMs: startMs + seq * 1_000, values: [1e8, fill] })))
}

async function saturated(instance = 'host-a/0'): Promise<TestAgent> {
  const agent = new TestAgent(hub.address)
  await agent.hello(helloOf({ instance, boot: `boot ${instance}`, startedAtMs: Date.now() - 30 * MINUTE_MS }))
  await pool(1_000, agent, 1)
  return agent
}

describe('an alert', () => {
  it('goes to a channel once when it fires and once when it is over, with a link to the process at that time', async () => {
    expect(await send('POST', '/api/v1/channels', channel())).toMatchObject({ status: 201, body: { name: 'ops' } })
    const agent = await saturated()
    await expect.poll(() => hook.got, { timeout: 10_000 }).toHaveLength(1)
    expect(hook.got[0]).toMatchObject({ kind: 'firing', group: { service: 'gateway', rule: 'saturated' }, count: 1 })
    expect(hook.got[0]?.worst[0]?.link).toMatch(new RegExp(`^${hub.address}/process\\?id=`, 'u'))
    const { alerts: firing, summary } = await alertsOf('?state=firing')
    expect(summary).toEqual({ pending: 0, firing: 1, waiting: 1 })
    expect(firing).toMatchObject([{ rule: 'saturated', series: 'pool.mesh', state: 'firing', instance: 'host-a/0' }])
    await pool(10, agent, 181)
    await expect.poll(() => hook.got, { timeout: 10_000 }).toHaveLength(2)
    expect(hook.got[1]).toMatchObject({ kind: 'resolved' })
    const id = firing[0]?.id ?? ''
    const { body } = await send('GET', `/api/v1/alerts/${encodeURIComponent(id)}`)
    expect(body).toMatchObject({ alert: { state: 'resolved', resolution: 'quiet' } })
    expect((body as { messages: unknown[] }).messages).toMatchObject([
      { message: { kind: 'resolved' }, deliveries: [{ channelName: 'ops', state: 'sent', tries: 1 }] },
      { message: { kind: 'firing' }, deliveries: [{ channelName: 'ops', state: 'sent', tries: 1 }] },
    ])
    agent.close()
  })

  it('is taken on by somebody, which is kept, marked on charts, and taken back', async () => {
    const agent = await saturated()
    await expect.poll(async () => (await alertsOf('?state=firing')).total).toBe(1)
    const id = (await alertsOf()).alerts[0]?.id ?? ''
    const path = `/api/v1/alerts/${encodeURIComponent(id)}/ack`
    expect(await send('POST', path, { by: 'Ada', note: 'looking' })).toMatchObject({
      status: 200,
      body: { ack: { by: 'Ada', note: 'looking' } },
    })
    hub = await hub.restart()
    expect(await alertsOf('?state=firing')).toMatchObject({
      alerts: [{ id, ack: { by: 'Ada' } }],
      summary: { firing: 1, waiting: 0 },
    })
    const { body } = await send('GET', `/api/v1/annotations?fromMs=0&toMs=${Date.now() + MINUTE_MS}`)
    expect(body).toMatchObject({
      annotations: [{ kind: 'ack', title: 'Ada took on saturated of gateway host-a/0: looking', author: 'Ada' }],
    })
    expect(await send('DELETE', path)).toMatchObject({ status: 200, body: { ack: null } })
    expect(await send('POST', path, { note: 'x' })).toMatchObject({
      status: 400,
      body: { error: { message: 'by must be text of 1 to 200 characters; nothing came.' } },
    })
    expect(await send('POST', '/api/v1/alerts/nobody/ack', { by: 'Ada' })).toMatchObject({ status: 404 })
    agent.close()
  })

  it('is listed of its process alone, while it fires and when it is over', async () => {
    const [one, other] = [await saturated('host-a/0'), await saturated('host-b/0')]
    await expect.poll(async () => (await alertsOf('?state=firing')).total, { timeout: 10_000 }).toBe(2)
    const { process = '' } = (await alertsOf()).alerts.find(({ instance }) => instance === 'host-a/0') ?? {}
    const ofOne = (more = '') => alertsOf(`?process=${encodeURIComponent(process)}${more}`)
    expect(await ofOne()).toMatchObject({ total: 1, alerts: [{ process, state: 'firing', instance: 'host-a/0' }] })
    await pool(10, one, 181)
    await expect
      .poll(() => ofOne(), { timeout: 10_000 })
      .toMatchObject({ total: 1, alerts: [{ process, state: 'resolved', instance: 'host-a/0' }] })
    expect(await ofOne('&state=active')).toMatchObject({ total: 0, alerts: [] })
    expect(await alertsOf('?process=nobody')).toMatchObject({ total: 0, alerts: [] })
    one.close()
    other.close()
  })

  it('is not told while a silence holds, and is told when the silence is ended', async () => {
    await send('POST', '/api/v1/channels', channel())
    const now = Date.now()
    const silence = { match: { service: 'gateway' }, fromMs: now, toMs: now + MINUTE_MS, by: 'Ada', why: 'a test' }
    const made = await send('POST', '/api/v1/silences', silence)
    expect(made).toMatchObject({ status: 201, body: { state: 'active', by: 'Ada' } })
    const agent = await saturated()
    await expect.poll(async () => (await alertsOf()).summary).toEqual({ pending: 0, firing: 1, waiting: 0 })
    const { id } = made.body as { id: string }
    expect(hook.got).toEqual([])
    expect(await send('DELETE', `/api/v1/silences/${id}`)).toMatchObject({ status: 200, body: { state: 'ended' } })
    await expect.poll(() => hook.got, { timeout: 10_000 }).toMatchObject([{ kind: 'firing' }])
    expect(await send('POST', '/api/v1/silences', { ...silence, match: {} })).toMatchObject({ status: 400 })
    agent.close()
  })

  it('of forty replicas is one message that names three and counts all', async () => {
    await send('POST', '/api/v1/channels', channel())
    const gathering = Object.fromEntries(
      FLAG_WORDS.map((rule) => [rule, { ...quick, gatherMs: 2_000, gatherMaxMs: 5_000 }]),
    ) as AlertNumbers['rules']
    await hub.end()
    hub = await startTestHub({ config: { settings: { ...settings, alerts: { ...alerts, rules: gathering } } } })
    await send('POST', '/api/v1/channels', channel())
    const agents = await Promise.all(Array.from({ length: 40 }, (_, n) => saturated(`host-${n}`)))
    await expect.poll(() => hook.got, { timeout: 15_000 }).toHaveLength(1)
    expect(hook.got[0]).toMatchObject({ kind: 'firing', count: 40 })
    expect(hook.got[0]?.worst).toHaveLength(3)
    for (const agent of agents) agent.close()
  })
})

describe('after a restart of the hub', () => {
  it('nothing is sent twice, and what a channel did not take is sent with the same id', async () => {
    hook.status = 500
    await send('POST', '/api/v1/channels', channel())
    const agent = await saturated()
    await expect.poll(() => hook.got.length, { timeout: 10_000 }).toBeGreaterThan(0)
    hub = await hub.restart()
    hook.status = 200
    await expect
      .poll(async () => (await send('GET', '/api/v1/messages')).body, { timeout: 10_000 })
      .toMatchObject({ messages: [{ deliveries: [{ state: 'sent' }] }], total: 1 })
    expect(new Set(hook.got.map(({ id }) => id)).size).toBe(1)
    const count = hook.got.length
    hub = await hub.restart()
    expect(await alertsOf('?state=firing')).toMatchObject({ total: 1 })
    expect(hook.got).toHaveLength(count)
    agent.close()
  })
})

describe('a channel', () => {
  it('is shown without its secret, keeps it through an edit, and is tried with one request', async () => {
    const secret = 'a secret of sixteen characters'
    const made = await send('POST', '/api/v1/channels', {
      ...channel(),
      settings: { kind: 'webhook', url: hook.url, secret },
    })
    expect(made).toMatchObject({ status: 201, body: { secrets: ['secret'], settings: { url: hook.url }, last: null } })
    const { id } = made.body as { id: string }
    const edited = await send('PUT', `/api/v1/channels/${id}`, { ...channel(), name: 'ops 2' })
    expect(edited).toMatchObject({ status: 200, body: { name: 'ops 2', secrets: ['secret'] } })
    expect(await send('POST', `/api/v1/channels/${id}/try`)).toMatchObject({ status: 200, body: { ok: true } })
    expect(hook.got).toMatchObject([{ kind: 'test' }])
    expect(JSON.stringify([made, edited, await send('GET', '/api/v1/channels')])).not.toContain(secret)
    expect(await send('DELETE', `/api/v1/channels/${id}`)).toMatchObject({ status: 204 })
    expect(await send('DELETE', `/api/v1/channels/${id}`)).toMatchObject({ status: 404 })
  })

  it('that is typed wrong is told where, and not kept', async () => {
    const wrong = { ...channel(), settings: { kind: 'webhook', url: 'ftp://x' } }
    expect((await send('POST', '/api/v1/channels/check', wrong)).body).toMatchObject({
      faults: [{ path: 'settings.url' }],
    })
    expect((await send('POST', '/api/v1/channels', wrong)).status).toBe(400)
    expect((await send('GET', '/api/v1/channels')).body).toEqual({ channels: [] })
  })
})

describe('a rule', () => {
  it('is set on a page, kept, and says in a dry run how often it would have fired', async () => {
    const agent = await saturated()
    await expect.poll(async () => (await alertsOf('?state=firing')).total).toBe(1)
    const dry = async (holdMs: number) =>
      (
        await send('POST', '/api/v1/alert-rules/dry-run', {
          rule: 'saturated',
          settings: { isEnabled: true, holdMs, quietMs: 0 },
        })
      ).body
    await expect
      .poll(() => dry(0))
      .toMatchObject({ total: 1, sentence: 'Over the last 7 days this rule would have fired 1 time, in 1 process.' })
    expect(await dry(MINUTE_MS)).toMatchObject({
      total: 0,
      sentence: 'Over the last 7 days this rule would not have fired.',
    })
    const off = { rules: { saturated: { isEnabled: false, holdMs: 0, quietMs: 0 } } }
    expect(await send('PUT', '/api/v1/alert-rules', off)).toMatchObject({
      status: 200,
      body: { rules: { saturated: { isEnabled: false } }, defaults: { rules: { saturated: { isEnabled: true } } } },
    })
    await expect.poll(async () => (await alertsOf('?state=active')).total).toBe(0)
    hub = await hub.restart()
    expect((await send('GET', '/api/v1/alert-rules')).body).toMatchObject({
      rules: { saturated: { isEnabled: false } },
    })
    agent.close()
  })
})
