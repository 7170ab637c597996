/** Whose word is taken for who asks and how, over the wire: that of a proxy which was named, and of nobody else. */
import { afterEach, expect, it } from 'vitest'
import type { AuditAnswer } from '../../lib/protocol/access'
import { ADMIN_PASSWORD, type ClosedHub, startClosedHub } from './closed-hub'

let hub: ClosedHub
afterEach(() => hub.end())

const FORWARDED = {
  'x-forwarded-for': '6.6.6.6, 203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'tidemark.example',
}
const logInThrough = (headers: Record<string, string>) =>
  hub.send('POST', '/api/v1/log-in', {
    body: { name: 'admin', password: ADMIN_PASSWORD },
    headers: { ...FORWARDED, ...headers },
  })
const addresses = async () =>
  (await hub.ask<AuditAnswer>('GET', '/api/v1/audit?act=log%20in')).entries.map(({ from }) => from)

it('a named proxy says from where somebody logs in, that it was over TLS, and under which name the hub is called', async () => {
  hub = await startClosedHub({ config: { trustedProxies: ['127.0.0.0/8'] } })
  const response = await logInThrough({ origin: 'https://tidemark.example' })
  expect(response.status).toBe(204)
  expect(response.headers.getSetCookie()[0]).toMatch(/; Secure/u)
  await expect.poll(addresses).toEqual(['203.0.113.9'])
})

it('the word of anybody else is not taken', async () => {
  hub = await startClosedHub({ config: { trustedProxies: ['10.0.0.0/8'] } })
  expect((await logInThrough({ origin: 'https://tidemark.example' })).status).toBe(403)
  const response = await logInThrough({})
  expect(response.status).toBe(204)
  expect(response.headers.getSetCookie()[0]).not.toMatch(/; Secure/u)
  await expect.poll(addresses).toContain('127.0.0.1')
  expect(await addresses()).not.toContain('203.0.113.9')
})
