/** Slack's incoming webhooks: blocks for Slack, and a `text` for its notices and for chats that copied only that. */
import type { MessageText, ToldText } from '../words'
import type { Sender } from '../sender'
import { fitting, outcomeOf } from './answers'

/** Slack refuses a message with more. */
const HEADER_MAX_CHARS = 150
const SECTION_MAX_CHARS = 3_000
const TEXT_MAX_CHARS = 4_000

export const sendToSlack: Sender<'slack'> = async ({ settings }, _message, { outgoing, text }) =>
  outcomeOf(
    await outgoing.post({
      url: settings.url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(slackBody(text)),
    }),
  )

export function slackBody(text: MessageText) {
  const footer = [...(text.more ? [escaped(text.more)] : []), linkTo(text.link, 'all of them')].join(' · ')
  return {
    text: fitting([escaped(text.title), ...text.worst.map(section)].join('\n'), TEXT_MAX_CHARS),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: fitting(text.title, HEADER_MAX_CHARS), emoji: false } },
      ...text.worst.map((told) => ({ type: 'section', text: { type: 'mrkdwn', text: section(told) } })),
      { type: 'context', elements: [{ type: 'mrkdwn', text: footer }] },
    ],
  }
}

function section(told: ToldText): string {
  const lines = told.lines.map(
    ({ label, text, isLink }) =>
      `*${label}:* ${isLink ? linkTo(text, 'the difference of two profiles') : escaped(text)}`,
  )
  const head = `*${linkTo(told.link, told.name)}*`
  return [head, ...fittingLines(lines, SECTION_MAX_CHARS - head.length - 1)].join('\n')
}

/** As many whole lines as fit: half of an escaped character would be refused. */
function fittingLines(lines: readonly string[], maxChars: number): string[] {
  let left = maxChars
  return lines.filter((line) => (left -= line.length + 1) >= 0)
}

function linkTo(url: string, words: string): string {
  return `<${url.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${escaped(fitting(words, 200)).replaceAll('|', '¦')}>`
}

/** So that a name cannot call a channel (`<!here>`) or pose as a link. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
