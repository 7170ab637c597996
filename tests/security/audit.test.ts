/** The audit over the wire: every act that changes something is in it, whoever does it and by whatever way. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { VIEWER_MESSAGES } from '../../lib/hub/live/dashboard-namespace'
import { helloOf, TestAgent } from '../../lib/hub/testing/test-agent'
import type { AuditAnswer, AuditEntry } from '../../lib/protocol/access'
import { ADMIN_PASSWORD, basic, type ClosedHub, startClosedHub } from './closed-hub'

let hub: ClosedHub
let token = ''
beforeAll(async () => {
  hub = await startClosedHub()
  ;({ token } = await hub.makeToken('admin', 'the-auditor'))
})
afterAll(() => hub.end())

const read = (query: string) => hub.ask<AuditAnswer>('GET', `/api/v1/audit?${query}`)
const newestOf = async (query: string) => (await read(query)).entries[0]

it('every route that changes something leaves its act there, also where it fails, and those that are only asked leave none', async () => {
  const acts = hub.routes.filter(
    ({ method, act, access }) => !['GET', 'HEAD'].includes(method) && act !== null && access !== 'upload',
  )
  expect(acts.length).toBeGreaterThan(35)
  // How it is without a body and for something that is not there: nothing is changed but the log.
  for (const { method, url } of acts) {
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined
    const path = url.replaceAll(/:[a-z]+/gu, 'no-such-thing')
    await hub.send(method, path, { body, headers: { authorization: `Bearer ${token}` } })
  }
  const wanted = [...new Set(acts.map(({ act }) => act ?? 'nothing'))].toSorted()
  const found = async () => {
    const { entries } = await read('by=the-auditor&limit=200')
    return [...new Set(entries.map(({ act }) => act))].toSorted()
  }
  await expect.poll(found).toEqual(wanted)
  const silent = hub.routes
    .filter(({ act, method }) => act === null && method !== 'HEAD')
    .map(({ method, url }) => `${method} ${url}`)
  // These change nothing, and an upload is that of a capture, whose taking was audited. A new one must be thought about.
  expect(silent.toSorted()).toEqual([
    'POST /api/v1/alert-rules/dry-run',
    'POST /api/v1/channels/check',
    'PUT /api/v1/captures/:id/content',
  ])
})

it('a page can change nothing by a socket', () => {
  expect(Object.keys(VIEWER_MESSAGES)).toEqual(['watch'])
})

it('who comes and goes is there: with a right password, a wrong one, by either way, and with a log-out', async () => {
  const cookie = await hub.logIn('admin', ADMIN_PASSWORD)
  await hub.send('POST', '/api/v1/log-in', { body: { name: 'mallory', password: 'x' } })
  await hub.send('GET', '/metrics', { headers: { authorization: basic('trudy', 'x') } })
  await hub.send('POST', '/api/v1/log-out', { headers: { cookie } })
  const is = (entry: Partial<AuditEntry>) => expect.objectContaining(entry) as AuditEntry
  await expect
    .poll(() => newestOf('act=log%20out'))
    .toEqual(is({ by: 'admin', via: 'session', outcome: 'done', from: '127.0.0.1' }))
  expect(await newestOf('act=log%20in&outcome=done')).toEqual(is({ by: 'admin' }))
  expect(await newestOf('by=mallory')).toEqual(is({ act: 'log in', via: 'none', outcome: 'refused' }))
  expect(await newestOf('by=trudy')).toEqual(
    is({ act: 'log in', about: 'by basic authentication', outcome: 'refused' }),
  )
})

it('an agent that comes with what opens nothing, or not its service, is there once, however often it comes', async () => {
  const own = (await hub.makeAgentToken('own')).token
  for (let time = 0; time < 3; time++) {
    const wrong = new TestAgent(hub.address, { auth: { token: 'tda_of-nobody-at-all' } })
    await new Promise((resolve) => wrong.socket.once('connect_error', resolve))
    wrong.close()
    const posing = new TestAgent(hub.address, { auth: { token: own } })
    expect(await posing.hello(helloOf({ service: 'another' }))).toMatchObject({ code: 'bad_token' })
    posing.close()
  }
  await expect
    .poll(async () => (await read('act=connect%20an%20agent')).entries.map(({ about, outcome }) => [about, outcome]))
    .toEqual([
      ['as another, with a token that does not open it', 'refused'],
      ['with a token that opens nothing, or none', 'refused'],
    ])
})
