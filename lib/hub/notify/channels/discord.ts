/** Discord's webhooks: an embed for each alert. */
import type { AlertMessage } from '../../../protocol/alerts'
import type { Sender } from '../sender'
import type { MessageText, ToldText } from '../words'
import { fitting, outcomeOf } from './answers'

/** Discord refuses a message with more; all embeds of a message together have 6,000 characters. */
const TITLE_MAX_CHARS = 256
const NAME_MAX_CHARS = 256
const VALUE_MAX_CHARS = 1_024
const CONTENT_MAX_CHARS = 2_000
const EMBEDS_MAX_CHARS = 6_000

export const sendToDiscord: Sender<'discord'> = async ({ settings }, message, { outgoing, text }) =>
  outcomeOf(
    await outgoing.post({
      url: settings.url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(discordBody(text, message)),
    }),
  )

export function discordBody(text: MessageText, message: AlertMessage) {
  const perEmbed = Math.floor(EMBEDS_MAX_CHARS / Math.max(1, text.worst.length))
  const more = text.more ? `\n${text.more}` : ''
  return {
    content: fitting(`**${escaped(text.title)}**${more}\n${text.link}`, CONTENT_MAX_CHARS),
    // Names come from processes; none of them may call people.
    allowed_mentions: { parse: [] },
    embeds: text.worst.map((told) => ({
      title: fitting(told.name, TITLE_MAX_CHARS),
      url: told.link,
      color: Number.parseInt(text.color.slice(1), 16),
      timestamp: new Date(message.atMs).toISOString(),
      fields: fieldsOf(told, perEmbed - TITLE_MAX_CHARS),
    })),
  }
}

function fieldsOf(told: ToldText, maxChars: number) {
  let left = maxChars
  const fields = told.lines.map(({ label, text, isLink }) => ({
    name: fitting(label, NAME_MAX_CHARS),
    value: fitting(isLink ? text : escaped(text), VALUE_MAX_CHARS),
  }))
  return fields.filter(({ name, value }) => (left -= name.length + value.length) >= 0)
}

/** A service may be called `__worker__`. */
function escaped(text: string): string {
  return text.replace(/[\\`*_~|>[\]<#]/gu, '\\$&')
}
