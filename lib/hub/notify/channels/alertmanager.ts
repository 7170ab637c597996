/**
 * Prometheus' Alertmanager, version 2 of its interface: one alert a group, which it groups, silences and sends on by its
 * own rules. It has no "resolved": an alert is over when its `endsAt` is past. Without one it would take its own
 * `resolve_timeout`, so each message says how long it holds, and the dispatcher tells it again before that.
 */
import type { AlertMessage } from '../../../protocol/alerts'
import type { Sender } from '../sender'
import type { MessageText } from '../words'
import { plainText, severityOf } from '../words'
import { basicAuth, outcomeOf } from './answers'

/** A test ends by itself. */
const TEST_HOLD_MS = 60_000

export const sendToAlertmanager: Sender<'alertmanager'> = async ({ settings }, message, context) => {
  const { user, password } = settings
  const headers = {
    'content-type': 'application/json',
    ...(user === undefined ? {} : { authorization: basicAuth(user, password ?? '') }),
  }
  const body = JSON.stringify(alertmanagerBody(message, context))
  return outcomeOf(await context.outgoing.post({ url: under(settings.url, 'api/v2/alerts'), headers, body }))
}

export function alertmanagerBody(
  message: AlertMessage,
  { text, nowMs, standingHoldMs }: { text: MessageText; nowMs: number; standingHoldMs: number },
) {
  const { service, rule } = message.group
  const begins = message.worst.map((told) => told.firingAtMs ?? message.atMs)
  const startsAtMs = Math.min(message.atMs, ...begins)
  const holdMs = message.kind === 'test' ? TEST_HOLD_MS : standingHoldMs
  const endsAtMs = message.kind === 'resolved' ? message.atMs : nowMs + holdMs
  return [
    {
      // What it knows an alert by: the same in every message of a group.
      labels: {
        alertname: message.kind === 'test' ? 'TidemarkTest' : `Tidemark${camel(rule)}`,
        service,
        rule,
        severity: severityOf(rule),
      },
      annotations: {
        summary: message.title,
        description: plainText(text),
        count: String(message.count),
        tidemark_id: message.id,
      },
      startsAt: new Date(startsAtMs).toISOString(),
      endsAt: new Date(endsAtMs).toISOString(),
      generatorURL: message.link,
    },
  ]
}

/** `near-limit` → `NearLimit` */
function camel(rule: string): string {
  return rule.replace(/(?:^|-)([a-z])/gu, (_all, letter: string) => letter.toUpperCase())
}

/** `path` below an address that may have a path of its own. */
function under(base: string, path: string): string {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/u, '')}/${path}`
  return url.href
}
