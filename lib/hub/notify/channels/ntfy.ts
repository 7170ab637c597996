/** ntfy, as JSON: in headers a name could not be spelled in any script. */
import type { AlertMessage } from '../../../protocol/alerts'
import type { Sender } from '../sender'
import { type MessageText, plainText, type Severity } from '../words'
import { fitting, outcomeOf } from './answers'

/** More becomes an attached file there; counted in bytes, of which a character has four at most. */
const MESSAGE_MAX_BYTES = 3_900

const PRIORITIES: Record<Severity, number> = { critical: 5, error: 4, warning: 4, info: 3 }
const TAGS: Record<Severity, string> = {
  critical: 'rotating_light',
  error: 'warning',
  warning: 'chart_with_upwards_trend',
  info: 'white_check_mark',
}

export const sendToNtfy: Sender<'ntfy'> = async ({ settings }, message, { outgoing, text }) => {
  const { url, topic, token } = settings
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return outcomeOf(await outgoing.post({ url, headers, body: JSON.stringify(ntfyBody(topic, text, message)) }))
}

export function ntfyBody(topic: string, text: MessageText, message: AlertMessage) {
  return {
    topic,
    title: fitting(text.title, 250),
    message: fittingBytes(plainText(text)),
    priority: PRIORITIES[text.severity],
    tags: [TAGS[text.severity]],
    click: message.worst[0]?.link ?? message.link,
  }
}

function fittingBytes(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= MESSAGE_MAX_BYTES) return text
  // A character that was cut in two ends as a replacement mark.
  return `${bytes
    .subarray(0, MESSAGE_MAX_BYTES)
    .toString('utf8')
    .replace(/\ufffd+$/u, '')}…`
}
