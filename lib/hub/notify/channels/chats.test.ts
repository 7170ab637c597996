/** Slack, Discord, ntfy and PagerDuty: what reaches a real server in their place. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertMessage, ChannelSettings } from '../../../protocol/alerts'
import { type Receiver, startReceiver } from '../testing/http-receiver'
import { alertMessage, BEGIN_MS, channelOf, told } from '../testing/messages'
import { startDispatcher } from '../testing/test-dispatcher'

let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.stop())

async function sent(settings: ChannelSettings, message: AlertMessage): Promise<Record<string, unknown>> {
  const channel = channelOf(settings)
  const { dispatcher, disk } = await startDispatcher([channel])
  await dispatcher.dispatch(message, [channel.id])
  await disk.sent(`${message.id}:${channel.id}`)
  return JSON.parse(receiver.received.at(-1)?.body ?? '') as Record<string, unknown>
}

/** Names that would do something where they are not escaped. */
const HOSTILE = alertMessage({
  title: '<!channel> @everyone **x** <https://thief.example|all is well>',
  worst: [told({ instance: '<!here> @everyone __a__', reason: '<@U1> *x* & `y` [z](https://thief.example)' })],
})

const DIFFERENCE = 'http://tidemark.example/process?id=gateway~host_a&before=a_1&after=b_2#difference'
/** A later message about a growth, once two profiles were taken of it. */
const PROFILED = alertMessage({ kind: 'repeat', worst: [told({ difference: DIFFERENCE })] })

/** As long as the limits of names let a message be, and longer. */
const LONG = alertMessage({
  title: 'long '.repeat(2_000),
  worst: [1, 2, 3].map((at) =>
    told({ id: `a${at}`, instance: `&${'name '.repeat(400)}`, reason: '<&>'.repeat(5_000) }),
  ),
})

describe('Slack', () => {
  const send = (message: AlertMessage) => sent({ kind: 'slack', url: `${receiver.url}/services/T0/B0/x` }, message)

  it('gets a header, a section for each alert, and a text for its notice', async () => {
    expect(await send(alertMessage())).toMatchObject({
      text: expect.stringMatching(/^Firing: gateway: 40 processes grow\n/u),
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Firing: gateway: 40 processes grow' } },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: expect.stringContaining(
              '*<http://tidemark.example/process?id=gateway~host-a%2F0&at=1|host-a/0 · memory.live_set>*\n*What:* ',
            ),
          },
        },
        {
          type: 'context',
          elements: [
            { text: 'and 39 more · <http://tidemark.example/alerts?service=gateway&rule=growth|all of them>' },
          ],
        },
      ],
    })
  })

  it('is told where the difference of two profiles is, once there is one', async () => {
    expect(JSON.stringify(await send(PROFILED))).toContain(
      `*What grew:* <${DIFFERENCE}|the difference of two profiles>`,
    )
  })

  it('is called to nobody by a name', async () => {
    const { text, blocks } = (await send(HOSTILE)) as { text: string; blocks: unknown[] }
    // The header is plain text, which holds no links.
    const body = JSON.stringify([text, blocks.slice(1)])
    expect(body).not.toMatch(/<[!@]/u)
    expect(body).not.toContain('<https://thief')
  })

  it('gets no more than it takes', async () => {
    const { text, blocks } = (await send(LONG)) as { text: string; blocks: { text: { text: string } }[] }
    expect(text.length).toBeLessThanOrEqual(4_000)
    expect(blocks[0]?.text.text.length).toBeLessThanOrEqual(150)
    for (const { text: section } of blocks.slice(1, -1)) expect(section.text.length).toBeLessThanOrEqual(3_000)
  })
})

describe('Discord', () => {
  const send = (message: AlertMessage) => sent({ kind: 'discord', url: `${receiver.url}/api/webhooks/1/x` }, message)

  it('gets an embed for each alert with what is known of it as fields', async () => {
    expect(await send(alertMessage({ kind: 'resolved' }))).toMatchObject({
      content: expect.stringMatching(/^\*\*Resolved: gateway: 40 processes grow\*\*\nand 39 more\nhttp/u),
      allowed_mentions: { parse: [] },
      embeds: [
        {
          title: 'host-a/0 · memory.live_set',
          color: 0x2e7d32,
          timestamp: new Date(BEGIN_MS).toISOString(),
          fields: expect.arrayContaining([{ name: 'Likely cause', value: 'streams.ws grows with it' }]),
        },
      ],
    })
  })

  it('is told where the difference of two profiles is, as an address that is whole', async () => {
    expect(await send(PROFILED)).toMatchObject({
      embeds: [{ fields: expect.arrayContaining([{ name: 'What grew', value: DIFFERENCE }]) }],
    })
  })

  it('shows a name as it is spelled, and calls nobody by it', async () => {
    const body = await send(HOSTILE)
    expect(body.allowed_mentions).toEqual({ parse: [] })
    expect(JSON.stringify(body)).toContain('\\\\*\\\\*x\\\\*\\\\*')
  })

  it('gets no more than it takes', async () => {
    const { content, embeds } = (await send(LONG)) as {
      content: string
      embeds: { title: string; fields: { name: string; value: string }[] }[]
    }
    expect(content.length).toBeLessThanOrEqual(2_000)
    const sizes = embeds.map(({ title, fields }) =>
      fields.reduce((sum, { name, value }) => sum + name.length + value.length, title.length),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(6_000)
    for (const { fields } of embeds) for (const { value } of fields) expect(value.length).toBeLessThanOrEqual(1_024)
  })
})

describe('ntfy', () => {
  const settings = () => ({ kind: 'ntfy', url: receiver.url, topic: 'memory', token: 'tk_secret' }) as const

  it('gets topic, title, words, a weight, and where to go', async () => {
    expect(await sent(settings(), alertMessage())).toMatchObject({
      topic: 'memory',
      title: 'Firing: gateway: 40 processes grow',
      message: expect.stringContaining('How fast: +12.0 MiB/h'),
      priority: 4,
      tags: ['chart_with_upwards_trend'],
      click: 'http://tidemark.example/process?id=gateway~host-a%2F0&at=1',
    })
    expect(receiver.received[0]?.headers.authorization).toBe('Bearer tk_secret')
    expect(await sent(settings(), alertMessage({ group: { service: 'gateway', rule: 'near-limit' } }))).toMatchObject({
      priority: 5,
    })
  })

  it('gets a message that it shows and does not attach', async () => {
    const { message } = await sent(settings(), { ...LONG, worst: [told({ reason: 'ü'.repeat(4_000) })] })
    expect(Buffer.byteLength(String(message))).toBeLessThan(4_096)
    expect(message).not.toContain('\ufffd')
  })
})

describe('PagerDuty', () => {
  const settings = () => ({ kind: 'pagerduty', routingKey: 'k'.repeat(32), url: `${receiver.url}/v2/enqueue` }) as const

  it('opens one incident a group and closes it by the same key', async () => {
    const opened = await sent(settings(), alertMessage())
    expect(opened).toMatchObject({
      routing_key: 'k'.repeat(32),
      event_action: 'trigger',
      dedup_key: 'tidemark/growth/gateway',
      payload: {
        summary: 'Firing: gateway: 40 processes grow',
        source: 'gateway',
        severity: 'warning',
        class: 'growth',
        custom_details: { count: 40, more: 'and 39 more' },
      },
    })
    const closed = await sent(settings(), alertMessage({ id: 'm2', kind: 'resolved' }))
    expect(closed).toMatchObject({ event_action: 'resolve', dedup_key: opened.dedup_key })
  })

  it('knows a service with a long name by a key that fits', async () => {
    const long = alertMessage({ group: { service: 's'.repeat(300), rule: 'growth' } })
    expect(String((await sent(settings(), long)).dedup_key).length).toBeLessThanOrEqual(255)
  })

  it('is left without an incident by a test', async () => {
    const { dispatcher } = await startDispatcher([])
    expect(await dispatcher.tryChannel(channelOf(settings()))).toMatchObject({ ok: true })
    const events = receiver.received.map(({ body }) => JSON.parse(body) as Record<string, string>)
    expect(events.map(({ event_action: action }) => action)).toEqual(['trigger', 'resolve'])
    expect(events[0]?.dedup_key).toBe(events[1]?.dedup_key)
  })
})
