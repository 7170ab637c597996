// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { ChannelView } from '../../lib/protocol/alert-api'
import { NOW } from '../testing/alert'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { ChannelsSection } from './channels-section'

const CHANNEL: ChannelView = {
  id: 'c1',
  name: 'Ops hook',
  isEnabled: true,
  settings: { kind: 'webhook', url: 'https://ops.example.com/hook' },
  secrets: ['secret'],
  match: {},
  escalateAfterMs: null,
  mayReachPrivate: false,
  last: { atMs: NOW - 60_000, ok: false, answer: 'the server answered 500 Internal Server Error' },
  queued: 2,
}

const cleanUps: (() => unknown)[] = []
let hub: StandInHub
let url: string

beforeAll(standInForObservers)
beforeEach(async () => {
  ;({ hub, url } = await standIn())
  cleanUps.push(() => hub.stop())
  hub.answers.set('POST /api/v1/channels/check', ({ body }) => {
    const { settings } = body as { settings: { url?: string } }
    const faults = settings.url === 'ftp://x' ? [{ path: 'settings.url', message: 'url begins with ftp:.' }] : []
    return { body: { faults } }
  })
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function show(channels: ChannelView[]) {
  hub.answers.set('GET /api/v1/channels', () => ({ body: { channels } }))
  const shown = await showPage(<ChannelsSection />, url)
  cleanUps.push(shown.unmount)
  return shown
}

const sent = (method: string, path: string) =>
  hub.requests.find((request) => request.method === method && request.path === path)

describe('the channels', () => {
  it('say what is missing where there is none', async () => {
    const { container, until } = await show([])
    await until(() => container.textContent?.includes('Nobody is told yet'))
  })

  it('show what they are told of, how the newest message went, and what waits', async () => {
    const { container, until } = await show([CHANNEL])
    await until(() => container.textContent?.includes('Ops hook'))
    expect(container.textContent).toContain('Told of all rules, in all services, at once.')
    expect(container.textContent).toContain('the server answered 500 Internal Server Error')
    expect(container.textContent).toContain('2 messages wait to be tried again.')
  })

  it('are tried by one press, and say what came back', async () => {
    hub.answers.set('POST /api/v1/channels/c1/try', () => ({
      body: { atMs: NOW, tookMs: 12, ok: true, answer: 'the server answered 204 No Content' },
    }))
    const { press, until, find } = await show([CHANNEL])
    await until(() => document.querySelector('[data-channel]'))
    await press('Send a test to Ops hook')
    await until(() => find('[data-outcome]').textContent?.includes('204 No Content'))
  })

  it('are checked as they are typed, by the hub', async () => {
    const { press, type, until, find } = await show([])
    await press('Add a channel')
    await type('Address', 'ftp://x')
    await until(() => find('dialog').textContent?.includes('url begins with ftp:.'))
  })

  it('ask for what is missing before anything is sent', async () => {
    const { press, find } = await show([])
    await press('Add a channel')
    await press('Add channel')
    expect(find('dialog').textContent).toContain('Address is needed.')
    expect(sent('POST', '/api/v1/channels')).toBeUndefined()
  })

  it('keep a secret that is not typed again, and never show it', async () => {
    hub.answers.set('PUT /api/v1/channels/c1', () => ({ body: CHANNEL }))
    const { press, field, until } = await show([CHANNEL])
    await until(() => document.querySelector('[data-channel]'))
    await press('Edit Ops hook')
    const secret = field('Secret') as HTMLInputElement
    expect([secret.value, secret.type, secret.placeholder]).toEqual(['', 'password', 'set; leave empty to keep it'])
    await press('Save')
    const put = await until(() => sent('PUT', '/api/v1/channels/c1'))
    expect((put.body as ChannelView).settings).toEqual({ kind: 'webhook', url: 'https://ops.example.com/hook' })
  })
})
