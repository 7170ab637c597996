/** What of a channel is never shown again nor logged: it goes in, and only to the channel's own server it goes out. */
import { CHANNEL_SECRETS, type Channel, type ChannelSettings } from '../../protocol/alerts'
import { isRecord } from '../../protocol/checks'

/** Stands where a secret is set; sent back in an edit it keeps that secret. */
export const SECRET_SET = 'set'

export type ShownChannel = Omit<Channel, 'settings'> & {
  settings: { kind: Channel['settings']['kind'] } & Record<string, unknown>
}

/** Each secret replaced by `'set'`, or `null` where there is none. */
export function withoutSecrets(channel: Channel): ShownChannel {
  const settings: ShownChannel['settings'] = { ...channel.settings }
  for (const field of CHANNEL_SECRETS[channel.settings.kind]) settings[field] = settings[field] ? SECRET_SET : null
  return { ...channel, settings }
}

/** Where a channel's secret goes to: kept secrets must not go to another place, or whoever edits could fetch them there. */
const DESTINATIONS: Record<ChannelSettings['kind'], readonly string[]> = {
  // Its secret only signs; it is not sent.
  webhook: [],
  slack: [],
  discord: [],
  email: ['host', 'port', 'security'],
  alertmanager: ['url'],
  ntfy: ['url'],
  pagerduty: ['url'],
}

export type Merged = { ok: true; value: unknown } | { ok: false; path: string[]; message: string }

/**
 * The input of an edit with the secrets that it did not type again: absent or `'set'` keeps one, `null` or empty drops
 * it. What comes back is still to be checked by `channelSchema`.
 */
export function mergeSecrets(old: Channel | null, input: unknown): Merged {
  if (!isRecord(input) || !isRecord(input.settings)) return { ok: true, value: input }
  const kept = old && old.settings.kind === input.settings.kind ? old.settings : null
  const settings: Record<string, unknown> = { ...input.settings }
  const before: Record<string, unknown> = { ...kept }
  for (const field of secretFields(settings.kind)) {
    const typed = settings[field]
    if (typed === null || typed === '') delete settings[field]
    if (typed !== undefined && typed !== SECRET_SET) continue
    delete settings[field]
    if (!before[field]) continue
    const moved = DESTINATIONS[kept?.kind ?? 'webhook'].find((name) => settings[name] !== before[name])
    if (moved) return { ok: false, path: ['settings', field], message: mustBeTyped(field, moved) }
    settings[field] = before[field]
  }
  return { ok: true, value: { ...input, settings } }
}

function mustBeTyped(field: string, moved: string): string {
  return `${field} must be typed again, as ${moved} is another one: a kept secret goes only where it went before.`
}

function secretFields(kind: unknown): readonly string[] {
  return typeof kind === 'string' && Object.hasOwn(CHANNEL_SECRETS, kind)
    ? CHANNEL_SECRETS[kind as ChannelSettings['kind']]
    : []
}

const HIDDEN = '•••'

/** A part of an address that is shorter says nothing that must be hidden (`v2`, `api`, `hooks`). */
const SECRET_PART_MIN_CHARS = 8

/** `text`, as a server or a library said it, with nothing in it of the channel's secrets. */
export function scrub(text: string, settings: ChannelSettings): string {
  return secretTexts(settings).reduce((left, secret) => left.replaceAll(secret, HIDDEN), text)
}

/** Every spelling in which a secret may come back, the longest first. */
function secretTexts(settings: ChannelSettings): string[] {
  const values: Record<string, unknown> = { ...settings }
  const secrets = CHANNEL_SECRETS[settings.kind].flatMap((field) => {
    const value = values[field]
    return typeof value === 'string' && value !== ''
      ? spellings(value, typeof values.user === 'string' ? values.user : '')
      : []
  })
  // Any other address may still hold a key behind its question mark.
  const open = typeof values.url === 'string' && URL.canParse(values.url) ? [new URL(values.url).search] : []
  return [...new Set([...secrets, ...open.filter((part) => part.length > 1)])].sort((a, b) => b.length - a.length)
}

function spellings(secret: string, user: string): string[] {
  const plain = [
    secret,
    encodeURIComponent(secret),
    base64(secret),
    base64(`${user}:${secret}`),
    base64(`\0${user}\0${secret}`),
  ]
  if (!URL.canParse(secret)) return plain
  const { href, pathname, search } = new URL(secret)
  const parts = `${pathname}${search}`.split(/[/?&=]/u).filter((part) => part.length >= SECRET_PART_MIN_CHARS)
  return [...plain, href, `${pathname}${search}`, ...parts].filter((part) => part.length > 1)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
