/** Against a real SMTP server. */
import { PNG } from 'pngjs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SMTPServerOptions } from 'smtp-server'
import type { ChannelSettings } from '../../../protocol/alerts'
import { HandClock } from '../testing/hand-clock'
import { buildOwnProgram, type OwnProgram } from '../testing/in-own-program'
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../testing/localhost-certificate'
import { type Mail, type MailServer, startMailServer } from '../testing/mail-server'
import { alertMessage, BEGIN_MS, channelOf, told } from '../testing/messages'
import { startDispatcher } from '../testing/test-dispatcher'

type MailSettings = Extract<ChannelSettings, { kind: 'email' }>

const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function start(options?: SMTPServerOptions): Promise<MailServer> {
  const server = await startMailServer(options)
  stops.push(server.stop)
  return server
}

const channelTo = ({ port }: MailServer, over: Partial<MailSettings> = {}) =>
  channelOf({
    kind: 'email',
    host: 'localhost',
    port,
    security: 'none',
    from: 'Tidemark <tidemark@hub.example>',
    to: ['ops@example.com', 'night@example.com'],
    ...over,
  })

const tryOn = async (channel: ReturnType<typeof channelTo>) => {
  const { dispatcher, clock } = await startDispatcher([], { clock: new HandClock(BEGIN_MS) })
  const tried = await dispatcher.tryChannel(channel)
  const stopped = dispatcher.stop()
  clock.turn(0)
  await stopped
  return tried
}

describe('a mail', () => {
  it('has all that a message says as text and as HTML, and a picture of the chart', async () => {
    const server = await start()
    const minutes = Array.from({ length: 120 }, (_, at) => BEGIN_MS - (119 - at) * 60_000)
    const { dispatcher, disk } = await startDispatcher([channelTo(server)], {
      points: async () => ({
        atMs: minutes,
        values: minutes.map((_, at) => 100 * 2 ** 20 + Math.max(0, at - 98) * 2 ** 20),
        unit: 'bytes',
        limit: 256 * 2 ** 20,
        onsetMs: BEGIN_MS - 22 * 60_000,
      }),
    })
    await dispatcher.dispatch(alertMessage({ worst: [told({ instance: 'host-<a>/0' })] }), ['email-1'])
    const { attempts } = await disk.sent('message-1:email-1')
    expect(attempts[0]?.answer).toMatch(/^localhost:\d+ answered 250 /u)
    const [mail] = server.mails
    expect(mail).toMatchObject({ from: 'tidemark@hub.example', to: ['ops@example.com', 'night@example.com'] })
    expect(header(mail, 'Subject')).toBe('Firing: gateway: 40 processes grow')
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated')
    expect(header(mail, 'X-Tidemark-Id')).toBe('message-1')
    const text = part(mail, 'text/plain').toString('utf8')
    for (const words of [
      'host-<a>/0 · memory.live_set',
      'How fast: +12.0 MiB/h (90 % sure of +10.0 to +14.0 MiB/h)',
      'Since: 2026-11-21 13:38 UTC (22 min ago)',
      'What happened then: it began 4 min after gateway 1.4.2',
      'Limit: reached in 5 to 8 h, at 2026-11-21 19:00 UTC at the soonest',
      'Likely cause: streams.ws grows with it',
      'http://tidemark.example/process?id=gateway~host-a%2F0&at=1',
      'and 39 more',
    ])
      expect(text).toContain(words)
    const html = part(mail, 'text/html').toString('utf8')
    expect(html).toContain('host-&lt;a&gt;/0')
    expect(html).toContain('<img src="cid:chart@tidemark"')
    const png = PNG.sync.read(part(mail, 'image/png'))
    expect([png.width, png.height]).toEqual([1_040, 400])
  })

  it('without values to draw, or with a history that fails, says so and goes out', async () => {
    const server = await start()
    const { dispatcher, disk } = await startDispatcher([channelTo(server)], {
      points: async ({ id }) => (id === 'alert-1' ? null : Promise.reject(new Error('the history is shut'))),
    })
    await dispatcher.dispatch(alertMessage({ id: 'm1' }), ['email-1'])
    await dispatcher.dispatch(alertMessage({ id: 'm2', worst: [told({ id: 'alert-2' })] }), ['email-1'])
    await disk.sent('m2:email-1')
    const [first, second] = server.mails.map((mail) => part(mail, 'text/html').toString('utf8'))
    expect(first).toContain('There are no values to draw.')
    expect(second).toContain('The chart could not be drawn: the history is shut.')
  })

  it('does not wait longer than 3 s for its picture', async () => {
    const server = await start()
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    const { dispatcher, disk, clock } = await startDispatcher([channelTo(server)], {
      points: () => {
        asked()
        return new Promise(() => {})
      },
    })
    await dispatcher.dispatch(alertMessage(), ['email-1'])
    await isAsked
    clock.turn(3_000)
    await disk.sent('message-1:email-1')
    expect(part(server.mails[0], 'text/html').toString('utf8')).toContain('its values took too long to read')
  })

  it('has the same Message-ID in every try, and is in one thread with all of its group', async () => {
    let isBusy = true
    const raws: string[] = []
    const server = await start({
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          raws.push(Buffer.concat(chunks).toString('utf8'))
          done(isBusy ? Object.assign(new Error('try later'), { responseCode: 451 }) : null)
        })
      },
    })
    const { dispatcher, disk, clock } = await startDispatcher([channelTo(server)])
    await dispatcher.dispatch(alertMessage(), ['email-1'])
    const { attempts } = await disk.tried('message-1:email-1', 1)
    expect(attempts[0]).toMatchObject({ ok: false, answer: expect.stringContaining('answered 451 try later') })
    isBusy = false
    await dispatcher.settled()
    clock.turn(1_000)
    await disk.sent('message-1:email-1')
    await dispatcher.dispatch(alertMessage({ id: 'message-2', kind: 'resolved' }), ['email-1'])
    await disk.sent('message-2:email-1')
    const [first, again, second] = raws.map((raw) => header({ raw }, 'Message-ID'))
    expect(first).toMatch(/^<[0-9a-f]{32}@hub\.example>$/u)
    expect(again).toBe(first)
    expect(second).not.toBe(first)
    expect(new Set(raws.map((raw) => header({ raw }, 'References'))).size).toBe(1)
  })

  it('that a server takes for some and refuses for others is sent, and says for whom not', async () => {
    const server = await start({
      onRcptTo: ({ address }, _session, done) =>
        address.startsWith('night') ? done(Object.assign(new Error('no such user'), { responseCode: 550 })) : done(),
    })
    const tried = await tryOn(channelTo(server))
    expect(tried).toMatchObject({ ok: true, answer: expect.stringContaining('it refused night@example.com') })
    expect(server.mails[0]?.to).toEqual(['ops@example.com'])
  })

  it('that is refused for good is not tried again', async () => {
    const server = await start({
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error('no relay for you'), { responseCode: 550 })),
    })
    const { dispatcher, disk } = await startDispatcher([channelTo(server)])
    await dispatcher.dispatch(alertMessage(), ['email-1'])
    expect(await disk.failed('message-1:email-1')).toMatchObject({
      tries: 1,
      attempts: [{ answer: `localhost:${server.port} answered 550 no relay for you` }],
    })
  })

  it('does not go to a private address that was not allowed', async () => {
    const server = await start()
    const tried = await tryOn({ ...channelTo(server), mayReachPrivate: false })
    expect(tried).toMatchObject({ ok: false, answer: expect.stringContaining('which is no public address') })
  })

  it('cannot be made to hold another header or another recipient by a name', async () => {
    const server = await start()
    const { dispatcher, disk } = await startDispatcher([channelTo(server)])
    await dispatcher.dispatch(alertMessage({ title: 'x\r\nBcc: thief@example.com\r\n\r\nbody' }), ['email-1'])
    await disk.sent('message-1:email-1')
    expect(server.mails[0]?.to).toHaveLength(2)
    expect(header(server.mails[0], 'Bcc')).toBeUndefined()
  })
})

describe('a mail server that asks for a password', () => {
  let program: OwnProgram
  const encrypted: SMTPServerOptions = {
    key: LOCALHOST_KEY,
    cert: LOCALHOST_CERTIFICATE,
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      password === 'correct horse'
        ? done(null, { user: username ?? '' })
        : done(new Error(`wrong password ${password}`)),
  }
  const login = { user: 'tidemark', password: 'correct horse' }

  beforeAll(async () => {
    program = await buildOwnProgram(LOCALHOST_CERTIFICATE)
  })

  afterAll(() => program.stop())

  it.each([
    ['starttls', { disabledCommands: [] }],
    ['tls', { secure: true }],
  ] as const)('gets it encrypted, with %s', async (security, options) => {
    const server = await start({ ...encrypted, ...options, disabledCommands: [] })
    const channel = { ...channelTo(server, { security, ...login }), mayReachPrivate: true }
    expect(await program.send(channel, alertMessage())).toMatchObject({ ok: true })
    expect(server.mails).toMatchObject([{ user: 'tidemark', isEncrypted: true }])
  })

  it('gets none when it offers no encryption', async () => {
    const passwords: unknown[] = []
    const server = await start({
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => {
        passwords.push(password)
        done(null, { user: 'x' })
      },
    })
    expect(await tryOn(channelTo(server, { security: 'starttls', ...login }))).toMatchObject({ ok: false })
    expect(passwords).toEqual([])
  })

  it('gets none when nobody trusted signed its certificate', async () => {
    const server = await start({ ...encrypted, disabledCommands: [] })
    const tried = await tryOn(channelTo(server, { security: 'starttls', ...login }))
    expect(tried).toMatchObject({ ok: false, answer: expect.stringMatching(/self.signed certificate/u) })
  })

  it('and says a wrong one again in its refusal, is not quoted', async () => {
    const server = await start({ ...encrypted, disabledCommands: [] })
    const channel = channelTo(server, { security: 'starttls', user: 'tidemark', password: 'hunter2-hunter2' })
    const outcome = await program.send({ ...channel, mayReachPrivate: true }, alertMessage())
    expect(outcome).toMatchObject({ ok: false, isPermanent: true })
    expect(outcome.answer).toContain('535')
    expect(outcome.answer).not.toContain('hunter2')
  })
})

function header(mail: Pick<Mail, 'raw'> | undefined, name: string): string | undefined {
  const head = (mail?.raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/gu, ' ')
  return new RegExp(`^${name}: (.*)$`, 'imu').exec(head)?.[1]?.trim()
}

/** A part of the mail, decoded. */
function part(mail: Mail | undefined, type: string): Buffer {
  const found = (mail?.raw ?? '')
    .split(/\r\n--[^\r\n]+\r\n/u)
    .find((one) => new RegExp(`^Content-Type: ${type}`, 'imu').test(one.split('\r\n\r\n')[0] ?? ''))
  const [head = '', ...body] = (found ?? '').split('\r\n\r\n')
  const text = body.join('\r\n\r\n').split(/\r\n--/u)[0] ?? ''
  if (/Transfer-Encoding: base64/iu.test(head)) return Buffer.from(text, 'base64')
  if (!/Transfer-Encoding: quoted-printable/iu.test(head)) return Buffer.from(text)
  const bytes = text
    .replace(/=\r\n/gu, '')
    .replace(/=([0-9A-F]{2})/gu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
