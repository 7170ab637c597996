/** PagerDuty's events, version 2: an incident a group, opened by `trigger` and closed by `resolve` of the same key. */
import { createHash } from 'node:crypto'
import type { AlertMessage } from '../../../protocol/alerts'
import type { Outgoing } from '../outgoing/outgoing'
import type { Sender, SendOutcome } from '../sender'
import { type MessageText, severityOf } from '../words'
import { fitting, outcomeOf } from './answers'

const DEFAULT_URL = 'https://events.pagerduty.com/v2/enqueue'
const SUMMARY_MAX_CHARS = 1_024
const KEY_MAX_CHARS = 255

export const sendToPagerduty: Sender<'pagerduty'> = async ({ settings }, message, { outgoing, text }) => {
  const url = settings.url ?? DEFAULT_URL
  const event = pagerdutyBody(settings.routingKey, message, text)
  const outcome = await enqueue(outgoing, url, event)
  if (message.kind !== 'test' || !outcome.ok) return outcome
  // A test shall not leave an incident behind.
  return enqueue(outgoing, url, { ...event, event_action: 'resolve' })
}

async function enqueue(outgoing: Outgoing, url: string, event: object): Promise<SendOutcome> {
  const headers = { 'content-type': 'application/json' }
  return outcomeOf(await outgoing.post({ url, headers, body: JSON.stringify(event) }))
}

export function pagerdutyBody(routingKey: string, message: AlertMessage, text: MessageText) {
  const details = text.worst.map((told) => [
    told.name,
    { ...Object.fromEntries(told.lines.map(({ label, text: words }) => [label, words])), link: told.link },
  ])
  return {
    routing_key: routingKey,
    event_action: message.kind === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: keyOf(message),
    client: 'Tidemark',
    client_url: message.link,
    payload: {
      summary: fitting(text.title, SUMMARY_MAX_CHARS),
      source: message.group.service,
      severity: message.kind === 'test' ? 'info' : severityOf(message.group.rule),
      timestamp: new Date(message.atMs).toISOString(),
      component: message.worst[0]?.instance,
      group: message.group.service,
      class: message.group.rule,
      custom_details: {
        count: message.count,
        ...Object.fromEntries(details),
        ...(text.more ? { more: text.more } : {}),
      },
    },
    links: [{ href: message.link, text: 'the alerts in Tidemark' }],
  }
}

/** The same for every message of a group; a name that is too long goes by its hash. */
function keyOf({ kind, id, group }: AlertMessage): string {
  if (kind === 'test') return `tidemark/${id}`
  const key = `tidemark/${group.rule}/${group.service}`
  return key.length <= KEY_MAX_CHARS ? key : `tidemark/${createHash('sha256').update(key).digest('hex')}`
}
