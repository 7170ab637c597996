import { afterEach, describe, expect, it } from 'vitest'
import type { Channel, ChannelSettings } from '../../protocol/alerts'
import { checkChannel } from './channel-schema'
import { mergeSecrets, scrub, withoutSecrets } from './secrets'
import { type Receiver, startReceiver } from './testing/http-receiver'
import { alertMessage, channelOf } from './testing/messages'
import { startDispatcher } from './testing/test-dispatcher'

const MAIL: ChannelSettings = {
  kind: 'email',
  host: 'mail.example.com',
  port: 587,
  security: 'starttls',
  user: 'tidemark',
  password: 'correct horse',
  from: 'tidemark@example.com',
  to: ['ops@example.com'],
}
/** One of each kind, and what of it nobody may see. */
const ALL: [ChannelSettings, string][] = [
  [{ kind: 'webhook', url: 'https://a.example/x', secret: 'S3cr3t-S3cr3t-S3cr3t' }, 'S3cr3t'],
  [{ kind: 'slack', url: 'https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/S3cr3tS3cr3t' }, 'S3cr3t'],
  [{ kind: 'discord', url: 'https://discord.com/api/webhooks/123456789/S3cr3t-S3cr3t' }, 'S3cr3t'],
  [MAIL, 'correct horse'],
  [{ kind: 'alertmanager', url: 'https://am.example', user: 'u', password: 'S3cr3tS3cr3t' }, 'S3cr3t'],
  [{ kind: 'ntfy', url: 'https://ntfy.sh', topic: 'memory', token: 'tk_S3cr3tS3cr3t' }, 'S3cr3t'],
  [{ kind: 'pagerduty', routingKey: 'S3cr3tS3cr3tS3cr3tS3cr3tS3cr3t12' }, 'S3cr3t'],
]

describe('a secret', () => {
  it.each(ALL)('of $kind is not shown, but that it is set', (settings, secret) => {
    const shown = JSON.stringify(withoutSecrets(channelOf(settings)))
    expect(shown).not.toContain(secret)
    expect(shown).toContain('"set"')
  })

  it.each(ALL)('of $kind is kept by an edit that sends back what was shown', (settings) => {
    const old = channelOf(settings, { mayReachPrivate: false })
    const edited = { ...withoutSecrets(old), name: 'another name' }
    const merged = mergeSecrets(old, JSON.parse(JSON.stringify(edited)))
    expect(merged).toEqual({ ok: true, value: { ...old, name: 'another name' } })
    expect(merged.ok && checkChannel(merged.value)).toMatchObject({ ok: true })
  })

  it('that is not there is shown as null, which drops it, and a typed one takes its place', () => {
    const bare = channelOf({ kind: 'webhook', url: 'https://a.example/x' })
    expect(withoutSecrets(bare).settings).toEqual({ kind: 'webhook', url: 'https://a.example/x', secret: null })
    const old = channelOf({ kind: 'webhook', url: 'https://a.example/x', secret: 'an old secret 123' })
    expect(mergeSecrets(old, withoutSecrets(bare))).toEqual({ ok: true, value: bare })
    const typed = { ...bare, settings: { ...bare.settings, secret: 'a new secret 123' } }
    expect(mergeSecrets(old, typed)).toEqual({ ok: true, value: typed })
  })

  it.each([
    ['host', MAIL, { host: 'thief.example' }],
    ['port', MAIL, { port: 25 }],
    ['security', MAIL, { security: 'none' }],
    ['url', ALL[4]?.[0], { url: 'https://thief.example' }],
    ['url', ALL[5]?.[0], { url: 'https://thief.example' }],
    ['url', ALL[6]?.[0], { url: 'https://thief.example' }],
  ])('is not kept where it would go to another %s', (field, settings, change) => {
    const old = channelOf(settings as ChannelSettings)
    const shown = withoutSecrets(old)
    const merged = mergeSecrets(old, { ...shown, settings: { ...shown.settings, ...change } })
    expect(merged).toMatchObject({
      ok: false,
      message: expect.stringContaining(`must be typed again, as ${field} is another one`),
    })
  })

  it('of another kind of channel is not taken over', () => {
    const merged = mergeSecrets(channelOf(MAIL), {
      settings: { kind: 'alertmanager', url: 'https://x.example', password: 'set' },
    })
    expect(merged).toEqual({ ok: true, value: { settings: { kind: 'alertmanager', url: 'https://x.example' } } })
  })

  it('cannot be the word that stands for it', () => {
    const check = checkChannel(channelOf({ kind: 'slack', url: 'set' }))
    expect(check).toMatchObject({
      ok: false,
      faults: [{ path: 'settings.url', message: expect.stringContaining('"set"') }],
    })
  })

  it.each(ALL)('of $kind is taken out of what a server or a library says', (settings, secret) => {
    const values = Object.values(settings).filter(
      (value) => typeof value === 'string' && value.includes(secret),
    ) as string[]
    for (const value of values) {
      const url = URL.canParse(value) ? new URL(value) : null
      const spellings = [
        value,
        encodeURIComponent(value),
        url ? `GET ${url.pathname}${url.search}` : value,
        url?.pathname.split('/').at(-1) ?? value,
      ]
      for (const text of spellings) expect(scrub(`fault at ${text}: no`, settings)).not.toContain(secret)
    }
  })

  it('in the base64 of a login is taken out as well', () => {
    const login = Buffer.from('u:S3cr3tS3cr3t').toString('base64')
    expect(scrub(`bad authorization Basic ${login}`, ALL[4]?.[0] as ChannelSettings)).toBe(
      'bad authorization Basic •••',
    )
    const plain = Buffer.from('\0tidemark\0correct horse').toString('base64')
    expect(scrub(`AUTH PLAIN ${plain}`, MAIL)).toBe('AUTH PLAIN •••')
  })

  it('behind the question mark of an open address is taken out, and the rest is left', () => {
    const settings: ChannelSettings = { kind: 'webhook', url: 'https://a.example/in?key=S3cr3t' }
    expect(scrub('cannot POST /in?key=S3cr3t', settings)).toBe('cannot POST /in•••')
    expect(scrub('host a.example is away', settings)).toBe('host a.example is away')
  })
})

describe('what a channel leaves in the history and the log', () => {
  let receiver: Receiver
  afterEach(() => receiver.stop())

  it('holds none of its secrets, though its server says them all', async () => {
    receiver = await startReceiver((response, { path, headers, body }) =>
      response.writeHead(400).end(`bad ${path} ${headers.authorization ?? ''} ${body.slice(0, 40)}`),
    )
    const channels: Channel[] = [
      channelOf({ kind: 'slack', url: `${receiver.url}/services/T0AAAAAAA/S3cr3tS3cr3t` }),
      channelOf({ kind: 'alertmanager', url: receiver.url, user: 'u', password: 'S3cr3tS3cr3t' }),
      channelOf({ kind: 'ntfy', url: receiver.url, topic: 'x', token: 'S3cr3tS3cr3t' }),
      channelOf({ kind: 'pagerduty', routingKey: 'S3cr3tS3cr3tS3cr3t', url: receiver.url }),
    ]
    const { dispatcher, disk, troubles } = await startDispatcher(channels)
    await dispatcher.dispatch(
      alertMessage(),
      channels.map(({ id }) => id),
    )
    for (const { id } of channels) await disk.failed(`message-1:${id}`)
    const left = JSON.stringify([[...disk.deliveries.values()], troubles])
    expect(left).not.toContain('S3cr3t')
    expect(left).not.toContain(Buffer.from('u:S3cr3tS3cr3t').toString('base64'))
    expect(left).toContain('•••')
  })
})
