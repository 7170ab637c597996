/** What `docs/alert-channels.md` shows is what goes out. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import { alertmanagerBody } from './channels/alertmanager'
import { discordBody } from './channels/discord'
import { ntfyBody } from './channels/ntfy'
import { pagerdutyBody } from './channels/pagerduty'
import { slackBody } from './channels/slack'
import { alertMessageSchema, messageJsonSchema } from './message-schema'
import { DEFAULT_NOTIFY_SETTINGS } from './settings'
import { alertMessage, BEGIN_MS } from './testing/messages'
import { plainText, textOf } from './words'

const DOCS = fileURLToPath(new URL('../../../docs', import.meta.url))
const page = readFileSync(`${DOCS}/alert-channels.md`, 'utf8')
const message = alertMessage()
const text = textOf(message)

describe('the page on channels', () => {
  it.each<[string, unknown]>([
    ['Webhook', message],
    ['Slack', slackBody(text)],
    ['Discord', discordBody(text, message)],
    [
      'Alertmanager',
      alertmanagerBody(message, { text, nowMs: BEGIN_MS, standingHoldMs: DEFAULT_NOTIFY_SETTINGS.standingHoldMs }),
    ],
    ['ntfy', ntfyBody('memory', text, message)],
    ['PagerDuty', pagerdutyBody('YOUR ROUTING KEY', message, text)],
  ])('shows what goes to a %s', (kind, body) => {
    expect(JSON.parse(blockOf(kind, 'json'))).toEqual(JSON.parse(JSON.stringify(body)))
  })

  it('shows the text of a mail', () => {
    expect(blockOf('Email', 'text').trim()).toBe(plainText(text))
  })

  it('names the numbers that hold', () => {
    const settings = DEFAULT_NOTIFY_SETTINGS
    for (const words of [
      `A try has ${settings.timeoutMs / 1_000} s**`,
      `after ${settings.firstRetryMs / 1_000} s, 2 s, 4 s … ${settings.maxRetryMs / 60_000} min`,
      `up to ${settings.maxTries} tries`,
      `At most ${settings.queueCapacity} messages wait`,
      `Of an answer ${settings.maxAnswerBytes / 1_024} KiB are read`,
    ])
      expect(page).toContain(words)
  })
})

describe('the JSON Schema of a message', () => {
  it('is the one that is checked with (made anew by `vitest run lib/hub/notify/docs -u`)', async () => {
    const schema = await format(JSON.stringify(messageJsonSchema()), { parser: 'json', printWidth: 120 })
    await expect(schema).toMatchFileSnapshot(`${DOCS}/alert-message.schema.json`)
  })

  it('fits what goes out, and refuses what lacks something', () => {
    expect(alertMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message)
    const { group: _group, ...rest } = message
    expect(alertMessageSchema.safeParse(rest).success).toBe(false)
  })
})

/** The first block of a language below a heading. */
function blockOf(heading: string, language: string): string {
  const section = page.split(`\n### ${heading}\n`)[1]?.split('\n### ')[0] ?? ''
  return section.split(`\`\`\`${language}\n`)[1]?.split('\n```')[0] ?? ''
}
