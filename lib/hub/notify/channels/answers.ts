/** What an HTTP answer means for a message, the same for every kind that posts. */
import type { PostAnswer } from '../outgoing/outgoing'
import type { SendOutcome } from '../sender'

/** Of the statuses that blame the request, those that another try may not get: too slow, too early, too many. */
const MAY_PASS_LATER = new Set([408, 425, 429])

export function outcomeOf(answer: PostAnswer): SendOutcome {
  const said = sentenceOf(answer)
  if (answer.status >= 200 && answer.status < 300) return { ok: true, answer: said }
  const isPermanent = answer.status >= 300 && answer.status < 500 && !MAY_PASS_LATER.has(answer.status)
  const { retryAfterMs } = answer
  return { ok: false, answer: said, isPermanent, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** `the server answered 500 Internal Server Error: try later` */
export function sentenceOf({ status, statusText, text, isCut }: PostAnswer): string {
  // oxlint-disable-next-line no-control-regex -- what a server sends may move a terminal's cursor
  const said = text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\ufffd]+/gu, ' ').trim()
  const head = `the server answered ${status}${statusText ? ` ${statusText}` : ''}`
  return `${head}${isCut ? ' (a long answer, of which only the begin was read)' : ''}${said ? `: ${said}` : ''}`
}

/** What the body of a message that does not fit must not exceed; in characters, cut at a whole one. */
export function fitting(text: string, maxChars: number): string {
  const chars = Array.from(text)
  return chars.length <= maxChars ? text : `${chars.slice(0, maxChars - 1).join('')}…`
}

export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
