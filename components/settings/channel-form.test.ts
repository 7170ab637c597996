import { describe, expect, it } from 'vitest'
import type { ChannelView } from '../../lib/protocol/alert-api'
import { CHANNEL_SECRETS, type ChannelKind } from '../../lib/protocol/alerts'
import { CHANNEL_FIELDS } from './channel-fields'
import { allFaults, formOf, inputOf, NEW_CHANNEL, ownFaults } from './channel-form'

const MAIL: ChannelView = {
  id: 'c1',
  name: 'Ops mail',
  isEnabled: true,
  settings: {
    kind: 'email',
    host: 'mail.example.com',
    port: 587,
    security: 'starttls',
    user: 'tidemark',
    from: 'tidemark@example.com',
    to: ['a@example.com', 'b@example.com'],
  },
  secrets: ['password'],
  match: { services: ['gateway'], rules: ['growth'] },
  escalateAfterMs: 900_000,
  mayReachPrivate: false,
  last: null,
  queued: 0,
}

describe('the form of a channel', () => {
  it('sends back what it shows, without the secret that it does not know', () => {
    const { secrets: _secrets, last: _last, queued: _queued, ...channel } = MAIL
    expect(inputOf(formOf(MAIL))).toEqual(channel)
  })

  it('sends a secret that was typed, and drops one that is to be forgotten', () => {
    const form = formOf(MAIL)
    const typed = inputOf({ ...form, texts: { ...form.texts, password: 'new one' } })
    expect(typed.settings['password']).toBe('new one')
    expect(inputOf({ ...form, dropped: ['password'] }).settings['password']).toBeNull()
  })

  it('hides every field that the protocol calls secret', () => {
    for (const [kind, secrets] of Object.entries(CHANNEL_SECRETS)) {
      const hidden = CHANNEL_FIELDS[kind as ChannelKind].filter(({ isSecret }) => isSecret).map(({ name }) => name)
      expect(hidden).toEqual(secrets)
    }
  })

  it('names what is missing, but not a secret that is kept', () => {
    expect(Object.keys(ownFaults(NEW_CHANNEL, []))).toEqual(['name', 'settings.url'])
    const slack = { ...NEW_CHANNEL, id: 'c2', name: 'Ops chat', kind: 'slack' as const }
    expect(ownFaults(slack, ['url'])).toEqual({})
    expect(Object.keys(ownFaults(slack, []))).toEqual(['settings.url'])
  })

  it('asks for a time after which it escalates that the hub takes', () => {
    const form = { ...formOf(MAIL), escalateAfter: '5 s' }
    expect(ownFaults(form, ['password'])).toEqual({ escalateAfterMs: 'A time such as 15 min; at least 1 min.' })
  })

  it('puts what the hub says of one in a list at the list', () => {
    const hub = [
      { path: 'settings.to.1', message: 'to must be mail addresses.' },
      { path: 'name', message: 'name is too long.' },
    ]
    expect(allFaults({ name: 'Give it a name.' }, hub)).toEqual({
      'settings.to': 'to must be mail addresses.',
      name: 'Give it a name.',
    })
  })
})
