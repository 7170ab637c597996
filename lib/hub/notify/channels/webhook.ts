/** The message as JSON, signed. `docs/alert-channels.md` has its schema and how to check the signature. */
import { createHmac } from 'node:crypto'
import type { Sender } from '../sender'
import { outcomeOf } from './answers'

export const sendToWebhook: Sender<'webhook'> = async ({ settings }, message, { outgoing, nowMs }) => {
  const body = JSON.stringify(message)
  const headers = {
    'content-type': 'application/json',
    // The same in every try: whoever has seen it drops the repeat.
    'x-tidemark-id': message.id,
    'idempotency-key': message.id,
    ...(settings.secret === undefined ? {} : { 'x-tidemark-signature': signatureOf(body, settings.secret, nowMs) }),
  }
  return outcomeOf(await outgoing.post({ url: settings.url, headers, body }))
}

/** The time is signed too, so that an old message cannot be sent again by somebody else. */
export function signatureOf(body: string, secret: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
