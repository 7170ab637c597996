import { describe, expect, it } from 'vitest'
import { checkChannel } from './channel-schema'
import { channelOf } from './testing/messages'

const MAIL = {
  kind: 'email',
  host: 'mail.example.com',
  port: 587,
  security: 'starttls',
  from: 'Tidemark <tidemark@example.com>',
  to: ['ops@example.com', 'root@localhost'],
} as const

const SETTINGS = [
  { kind: 'webhook', url: 'https://a.example/x?y=1', secret: 'sixteen letters!' },
  { kind: 'webhook', url: 'http://a.example:8080' },
  { kind: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x' },
  { kind: 'discord', url: 'https://discord.com/api/webhooks/1/x' },
  MAIL,
  { ...MAIL, security: 'tls', user: 'u', password: 'p' },
  { kind: 'alertmanager', url: 'http://am.example:9093/prefix' },
  { kind: 'ntfy', url: 'https://ntfy.sh', topic: 'memory_alerts', token: 'tk_1' },
  { kind: 'pagerduty', routingKey: 'k'.repeat(32) },
] as const

const channel = (settings: unknown, over = {}) => ({
  ...channelOf({ kind: 'slack', url: 'https://x.example' }, { mayReachPrivate: false }),
  settings,
  ...over,
})

function faults(input: unknown): [string, string][] {
  const check = checkChannel(input)
  return check.ok ? [] : check.faults.map(({ path, message }) => [path, message])
}

describe('a channel', () => {
  it.each(SETTINGS)('of kind $kind is taken as it came', (settings) => {
    const input = channel(settings, { match: { services: ['gateway'], rules: ['growth'] }, escalateAfterMs: 600_000 })
    expect(checkChannel(input)).toEqual({ ok: true, value: input })
  })

  it.each<[string, unknown, string, string]>([
    [
      'an unknown kind',
      { kind: 'fax' },
      'settings.kind',
      'kind must be one of webhook, slack, discord, email, alertmanager, ntfy, pagerduty',
    ],
    [
      'no address',
      { kind: 'slack', url: 'hooks.slack.com' },
      'settings.url',
      'url is no address; it must be an address such as https://',
    ],
    [
      'another protocol',
      { kind: 'webhook', url: 'ftp://a.example' },
      'settings.url',
      'url begins with ftp:; it must be',
    ],
    [
      'a password in its address',
      { kind: 'webhook', url: 'https://u:hunter2@a.example' },
      'settings.url',
      'no name or password before the @',
    ],
    ['no url', { kind: 'webhook' }, 'settings.url', 'url must be text; nothing came.'],
    [
      'a short secret',
      { kind: 'webhook', url: 'https://a.example', secret: 'abc' },
      'settings.secret',
      'at least 16 characters; 3 came.',
    ],
    [
      'a field of another kind',
      { kind: 'slack', url: 'https://a.example', topic: 'x' },
      'settings',
      '"topic" is nothing that this kind of channel has.',
    ],
    [
      'a bad mail address',
      { ...MAIL, to: ['ops@example.com', 'ops at example'] },
      'settings.to.1',
      'to must be mail addresses such as ops@example.com; "ops at example" came.',
    ],
    [
      'two addresses in one',
      { ...MAIL, to: ['a@example.com,b@example.com'] },
      'settings.to.0',
      'to must be mail addresses',
    ],
    ['nobody to send to', { ...MAIL, to: [] }, 'settings.to', 'to must have at least one mail address.'],
    ['a bad sender', { ...MAIL, from: 'Tidemark' }, 'settings.from', 'from must be a mail address such as'],
    [
      'a sender with a second line',
      { ...MAIL, from: 'x\r\nBcc: a@b.example <a@b.example>' },
      'settings.from',
      'from must be a mail address',
    ],
    [
      'a port out of range',
      { ...MAIL, port: 70_000 },
      'settings.port',
      'port must be a whole number from 1 to 65535; 70000 came.',
    ],
    [
      'a port as text',
      { ...MAIL, port: '25' },
      'settings.port',
      'port must be a whole number from 1 to 65535; "25" came.',
    ],
    [
      'a host with a path',
      { ...MAIL, host: 'mail.example.com/x' },
      'settings.host',
      'host must be a name or an address',
    ],
    [
      'an unknown security',
      { ...MAIL, security: 'ssl' },
      'settings.security',
      'security must be tls, starttls or none; "ssl" came.',
    ],
    [
      'a user without a password',
      { ...MAIL, user: 'u' },
      'settings.password',
      'password is missing, and there is a user.',
    ],
    [
      'a password without a user',
      { ...MAIL, password: 'p' },
      'settings.user',
      'user is missing, and there is a password.',
    ],
    [
      'a password that everybody could read',
      { ...MAIL, security: 'none', user: 'u', password: 'p' },
      'settings.security',
      'must be tls or starttls',
    ],
    [
      'a bad topic',
      { kind: 'ntfy', url: 'https://ntfy.sh', topic: 'a/b' },
      'settings.topic',
      'topic must be 1 to 64 letters',
    ],
    [
      'a private address',
      { kind: 'webhook', url: 'http://192.168.1.1/x' },
      'settings.url',
      'url: 192.168.1.1 is no public address; allow this channel',
    ],
    [
      'loopback in another spelling',
      { kind: 'webhook', url: 'http://0x7f.1/x' },
      'settings.url',
      'url: 127.0.0.1 is no public address',
    ],
    ['a private mail server', { ...MAIL, host: '10.0.0.1' }, 'settings.host', 'host: 10.0.0.1 is no public address'],
  ])('with %s is refused, and the sentence says where', (_what, settings, path, message) => {
    expect(faults(channel(settings))).toEqual([[path, expect.stringContaining(message)]])
  })

  it.each<[string, object, string, string]>([
    ['no name', { name: ' ' }, 'name', 'name must not be empty.'],
    ['an unknown rule', { match: { rules: ['leak'] } }, 'match.rules.0', 'rules must be of growth, saturated'],
    [
      'a time that is too short',
      { escalateAfterMs: 10 },
      'escalateAfterMs',
      'escalateAfterMs must be a whole number from 60000 to 604800000; 10 came.',
    ],
    ['a word for yes', { isEnabled: 'yes' }, 'isEnabled', 'isEnabled must be true or false; "yes" came.'],
    ['something unknown', { color: 'red' }, '', '"color" is nothing that this kind of channel has.'],
  ])('with %s is refused', (_what, over, path, message) => {
    expect(faults(channel({ kind: 'slack', url: 'https://a.example' }, over))).toEqual([
      [path, expect.stringContaining(message)],
    ])
  })

  it('may name a private address where it, or the whole hub, may reach one', () => {
    const settings = { kind: 'webhook', url: 'http://127.0.0.1:8080/x' }
    expect(checkChannel(channel(settings, { mayReachPrivate: true }))).toMatchObject({ ok: true })
    expect(checkChannel(channel(settings), { mayReachPrivate: true })).toMatchObject({ ok: true })
  })

  it('tells all its faults at once, and repeats no secret', () => {
    const found = faults(channel({ ...MAIL, port: 0, to: ['x'], user: 'u', password: 7 }))
    expect(found.map(([path]) => path)).toEqual(['settings.port', 'settings.password', 'settings.to.0'])
    const url = 'https://hooks.slack.com:99999/services/S3cr3t'
    expect(JSON.stringify(faults(channel({ kind: 'slack', url })))).not.toContain('S3cr3t')
  })
})
