/** Against the real Alertmanager, and what it tells on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertMessage } from '../../../protocol/alerts'
import { type RunningAlertmanager, startAlertmanager } from '../testing/alertmanager'
import { HandClock } from '../testing/hand-clock'
import { type Receiver, startReceiver } from '../testing/http-receiver'
import { alertMessage, channelOf, told } from '../testing/messages'
import { startDispatcher, type TestDispatcher } from '../testing/test-dispatcher'

let alertmanager: RunningAlertmanager
/** A person's phone, as it were: what Alertmanager tells on. */
let person: Receiver
let hub: TestDispatcher
/** It judges by its own clock, so messages are of now. */
let nowMs: number

beforeEach(async () => {
  nowMs = Date.now()
  person = await startReceiver()
  alertmanager = await startAlertmanager(person.url)
  hub = await startDispatcher([channelOf({ kind: 'alertmanager', url: `${alertmanager.url}/` })], {
    clock: new HandClock(nowMs),
  })
})

afterEach(async () => {
  const stopped = hub.dispatcher.stop()
  hub.clock.turn(0)
  await stopped
  await alertmanager.stop()
  await person.stop()
})

const message = (over: Partial<AlertMessage>): AlertMessage =>
  alertMessage({ atMs: nowMs, worst: [told({ sinceMs: nowMs - 1_320_000, firingAtMs: nowMs - 5_000 })], ...over })

async function send(one: AlertMessage): Promise<void> {
  await hub.dispatcher.dispatch(one, ['alertmanager-1'])
  await hub.disk.sent(`${one.id}:alertmanager-1`)
}

const notices = () =>
  person.received.map(({ body }) => {
    const { status, alerts } = JSON.parse(body) as { status: string; alerts: { labels: { alertname: string } }[] }
    return [status, ...alerts.map(({ labels }) => labels.alertname)]
  })

describe('the real Alertmanager', () => {
  it('is told of a group once, tells a person once, and ends it when it is resolved', async () => {
    await send(message({ id: 'm1' }))
    await person.until(1)
    expect(await alertmanager.alerts()).toMatchObject([
      {
        labels: { alertname: 'TidemarkGrowth', service: 'gateway', rule: 'growth', severity: 'warning' },
        annotations: { summary: 'gateway: 40 processes grow', count: '40', tidemark_id: 'm1' },
        generatorURL: 'http://tidemark.example/alerts?service=gateway&rule=growth',
        startsAt: new Date(nowMs - 5_000).toISOString(),
        endsAt: new Date(nowMs + 300_000).toISOString(),
        status: { state: 'active' },
      },
    ])
    // The same group again is the same alert there.
    await send(message({ id: 'm2', kind: 'repeat' }))
    expect(await alertmanager.alerts()).toHaveLength(1)
    await send(message({ id: 'm3', kind: 'resolved' }))
    await person.until(2)
    expect(notices()).toEqual([
      ['firing', 'TidemarkGrowth'],
      ['resolved', 'TidemarkGrowth'],
    ])
    expect(await alertmanager.alerts()).toEqual([])
  })

  it('is told every minute of what still fires, so that it does not end by itself, and knows it after a restart of its own', async () => {
    await send(message({ id: 'm1' }))
    const { port } = alertmanager
    await alertmanager.stop()
    alertmanager = await startAlertmanager(person.url, port)
    expect(await alertmanager.alerts()).toEqual([])
    hub.clock.turn(60_000)
    await hub.dispatcher.settled()
    expect(await alertmanager.alerts()).toMatchObject([
      { annotations: { tidemark_id: 'm1' }, endsAt: new Date(nowMs + 360_000).toISOString() },
    ])
    await send(message({ id: 'm2', kind: 'resolved' }))
    hub.clock.turn(60_000)
    await hub.dispatcher.settled()
    expect(await alertmanager.alerts()).toEqual([])
    expect(hub.clock.pending).toBe(0)
  })

  it('is told of what fires after a restart of the hub', async () => {
    await hub.dispatcher.restore({
      queued: [],
      messages: [],
      standing: [{ channel: 'alertmanager-1', message: message({ id: 'm1' }) }],
    })
    hub.clock.turn(60_000)
    await hub.dispatcher.settled()
    expect(await alertmanager.alerts()).toMatchObject([{ annotations: { tidemark_id: 'm1' } }])
  })

  it('that does not answer is told of in the log once, and what fires is no row of failed deliveries', async () => {
    await send(message({ id: 'm1' }))
    const { saves } = hub.disk
    const count = saves.length
    const { port } = alertmanager
    await alertmanager.stop()
    for (let minute = 0; minute < 3; minute += 1) {
      hub.clock.turn(60_000)
      await hub.dispatcher.settled()
    }
    expect(hub.troubles).toEqual([
      `the Alertmanager alertmanager could not be told what still fires: 127.0.0.1:${port} refused the connection`,
    ])
    expect(saves).toHaveLength(count)
    alertmanager = await startAlertmanager(person.url)
  })

  it('takes a test, which ends by itself after a minute', async () => {
    const channel = channelOf({ kind: 'alertmanager', url: alertmanager.url })
    expect(await hub.dispatcher.tryChannel(channel)).toMatchObject({ ok: true, answer: 'the server answered 200 OK' })
    expect(await alertmanager.alerts()).toMatchObject([
      { labels: { alertname: 'TidemarkTest' }, endsAt: new Date(nowMs + 60_000).toISOString() },
    ])
  })

  it('says what it does not understand, which is the last try', async () => {
    const channel = channelOf({ kind: 'alertmanager', url: `${alertmanager.url}/wrong` })
    expect(await hub.dispatcher.tryChannel(channel)).toMatchObject({
      ok: false,
      answer: expect.stringContaining('404'),
    })
  })
})
