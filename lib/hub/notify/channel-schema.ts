/** What a channel must be like, with a sentence for each fault that says where it is and what would do. */
import { isIP } from 'node:net'
import { z } from 'zod'
import { CHANNEL_SECRETS, type Channel, type ChannelSettings } from '../../protocol/alerts'
import { show, textFault } from '../../protocol/checks'
import { FLAG_WORDS } from '../../protocol/vocabulary'
import { literalFault } from './outgoing/address-guard'
import { SECRET_SET } from './secrets'

const NAME_MAX_CHARS = 100
const URL_MAX_CHARS = 2_000
const SECRET_MAX_CHARS = 1_000
const WEBHOOK_SECRET_MIN_CHARS = 16
const RECIPIENTS_MAX = 50
const MATCHES_MAX = 100
const ESCALATE_MIN_MS = 60_000
const ESCALATE_MAX_MS = 7 * 86_400_000

/** A check that says what is wrong, or `null`; it names the field itself. */
function checked(name: string, faultOf: (text: string) => string | null) {
  return z
    .string({ error: ({ input }) => `${name} must be text; ${show(input)} came.` })
    .superRefine((text, context) => {
      const fault = faultOf(text)
      if (fault) context.addIssue({ code: 'custom', message: fault })
    })
}

const printable = (name: string, maxChars: number) => checked(name, (text) => textFault(name, text, maxChars))

/** What came is never repeated: it is, or is almost, a secret. */
const secret = (name: string, minChars = 1) =>
  checked(name, (text) => {
    if (text === SECRET_SET) return `${name} must be typed: "set" only stands for one that is kept.`
    if (text.length < minChars) return `${name} must have at least ${minChars} characters; ${text.length} came.`
    return text.length > SECRET_MAX_CHARS ? `${name} must have at most ${SECRET_MAX_CHARS} characters.` : null
  })

const url = checked('url', (text) => urlFault(text))

function urlFault(text: string): string | null {
  if (text === SECRET_SET) return 'url must be typed: "set" only stands for one that is kept.'
  const like = 'it must be an address such as https://chat.example.com/hooks/1'
  if (text.length > URL_MAX_CHARS) return `url has more than ${URL_MAX_CHARS} characters; ${like}.`
  if (!URL.canParse(text)) return `url is no address; ${like}.`
  const { protocol, username, password } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:') return `url begins with ${protocol}; ${like}.`
  if (username || password) return `url must hold no name or password before the @; ${like}.`
  return null
}

const host = checked('host', (text) =>
  isIP(text) !== 0 || /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/u.test(text)
    ? null
    : `host must be a name or an address such as mail.example.com; ${show(text)} came.`,
)

const MAIL_ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/u

const recipient = checked('to', (text) =>
  MAIL_ADDRESS.test(text) ? null : `to must be mail addresses such as ops@example.com; ${show(text)} came.`,
)

const sender = checked('from', (text) => {
  const address = /^[^<>\r\n]*<([^<>]+)>$/u.exec(text)?.[1] ?? text
  const like = 'tidemark@example.com or Tidemark <tidemark@example.com>'
  return MAIL_ADDRESS.test(address) ? null : `from must be a mail address such as ${like}; ${show(text)} came.`
})

const wrong = (sentence: string) => ({ error: ({ input }: { input?: unknown }) => `${sentence}; ${show(input)} came.` })

const whole = (name: string, min: number, max: number) => {
  const sentence = `${name} must be a whole number from ${min} to ${max}`
  return z.int(wrong(sentence)).min(min, wrong(sentence)).max(max, wrong(sentence))
}

/** Optional all over: absent where there is none. */
const user = printable('user', 200).exactOptional()

const settingsSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('webhook'),
      url,
      secret: secret('secret', WEBHOOK_SECRET_MIN_CHARS).exactOptional(),
    }),
    z.strictObject({ kind: z.literal('slack'), url }),
    z.strictObject({ kind: z.literal('discord'), url }),
    z.strictObject({
      kind: z.literal('email'),
      host,
      port: whole('port', 1, 65_535),
      security: z.enum(['tls', 'starttls', 'none'], wrong('security must be tls, starttls or none')),
      user,
      password: secret('password').exactOptional(),
      from: sender,
      to: z
        .array(recipient, wrong('to must be a list of mail addresses'))
        .min(1, 'to must have at least one mail address.')
        .max(RECIPIENTS_MAX, `to must have at most ${RECIPIENTS_MAX} mail addresses.`),
    }),
    z.strictObject({ kind: z.literal('alertmanager'), url, user, password: secret('password').exactOptional() }),
    z.strictObject({
      kind: z.literal('ntfy'),
      url,
      topic: checked('topic', (text) =>
        /^[-_A-Za-z0-9]{1,64}$/u.test(text)
          ? null
          : `topic must be 1 to 64 letters, digits, - or _; ${show(text)} came.`,
      ),
      token: secret('token').exactOptional(),
    }),
    z.strictObject({ kind: z.literal('pagerduty'), routingKey: secret('routingKey', 16), url: url.exactOptional() }),
  ],
  wrong(`kind must be one of ${Object.keys(CHANNEL_SECRETS).join(', ')}`),
)

/** `anywhere`: the hub lets every channel reach private addresses, so none is told that it may not. */
export function channelSchemaFor(anywhere: boolean) {
  const flag = (name: string) => z.boolean(wrong(`${name} must be true or false`))
  return z
    .strictObject({
      id: checked('id', (text) =>
        /^[-_A-Za-z0-9]{1,64}$/u.test(text) ? null : 'id must be 1 to 64 letters, digits, - or _.',
      ),
      name: printable('name', NAME_MAX_CHARS),
      isEnabled: flag('isEnabled'),
      settings: settingsSchema,
      match: z.strictObject({
        services: z.array(printable('services', 200)).max(MATCHES_MAX).exactOptional(),
        rules: z
          .array(z.enum(FLAG_WORDS, wrong(`rules must be of ${FLAG_WORDS.join(', ')}`)))
          .max(MATCHES_MAX)
          .exactOptional(),
      }),
      escalateAfterMs: whole('escalateAfterMs', ESCALATE_MIN_MS, ESCALATE_MAX_MS).nullable(),
      mayReachPrivate: flag('mayReachPrivate'),
    })
    .superRefine(({ settings, mayReachPrivate }, context) => {
      const path = ['settings']
      for (const [field, message] of loginFaults(settings))
        context.addIssue({ code: 'custom', path: [...path, field], message })
      const reach = anywhere || mayReachPrivate ? null : reachFault(settings)
      if (reach) context.addIssue({ code: 'custom', path: [...path, reach[0]], message: reach[1] })
    })
}

export const channelSchema = channelSchemaFor(false)

export interface ChannelFault {
  /** `settings.url` */
  path: string
  message: string
}

export type ChannelCheck = { ok: true; value: Channel } | { ok: false; faults: ChannelFault[] }

export function checkChannel(input: unknown, { mayReachPrivate = false } = {}): ChannelCheck {
  const read = channelSchemaFor(mayReachPrivate).safeParse(input)
  if (read.success) return { ok: true, value: read.data }
  return { ok: false, faults: read.error.issues.map(faultOf) }
}

function faultOf(issue: z.core.$ZodIssue): ChannelFault {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return {
      path,
      message: `${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is nothing that this kind of channel has.`,
    }
  return { path, message: issue.message }
}

function loginFaults(settings: ChannelSettings): [field: string, message: string][] {
  if (settings.kind !== 'email' && settings.kind !== 'alertmanager') return []
  const { user: name, password } = settings
  const faults: [string, string][] = []
  if (name === undefined && password !== undefined) faults.push(['user', 'user is missing, and there is a password.'])
  if (name !== undefined && password === undefined)
    faults.push(['password', 'password is missing, and there is a user.'])
  if (settings.kind === 'email' && settings.security === 'none' && name !== undefined)
    faults.push([
      'security',
      'security must be tls or starttls where there is a password, which everybody could read else.',
    ])
  return faults
}

/** Only what stands there as an address; a name is looked up when something is sent. */
function reachFault(settings: ChannelSettings): [field: string, message: string] | null {
  const field = settings.kind === 'email' ? 'host' : 'url'
  const place = settings.kind === 'email' ? settings.host : settings.url
  if (place === undefined || (field === 'url' && !URL.canParse(place))) return null
  const name = field === 'host' ? place : new URL(place).hostname.replace(/^\[|\]$/gu, '')
  const fault = literalFault(name)
  return fault ? [field, `${field}: ${fault.message}.`] : null
}
