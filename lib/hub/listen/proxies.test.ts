import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { clientAddress, proxyCheck, readProxies, settleForwarded } from './proxies'

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers: { host: 'hub:4600', ...headers } } as unknown as IncomingMessage
}
const isProxy = proxyCheck(['10.0.0.0/8', '192.168.1.7', 'fd00::/8'])

describe('named proxies', () => {
  it.each(['10.0.0.7', '10.0.0.0/8, ::1', '', 'fd00::/8'])('%j can be named', (text) => {
    expect(readProxies(text).ok).toBe(true)
  })

  it.each(['proxy', '10.0.0.0/33', '10.0.0/8', '::1/129', '1.2.3.4/8/9', '*'])('%j cannot', (text) => {
    expect(readProxies(text)).toEqual({ ok: false, part: text })
  })

  it('are known by address and network, also where IPv4 comes over IPv6', () => {
    const known = ['10.255.0.1', '192.168.1.7', '::ffff:10.1.1.1', 'fd12::1', '127.0.0.1', '192.168.1.8', 'x', '']
    expect(known.map(isProxy)).toEqual([true, true, true, true, false, false, false, false])
  })
})

describe('who asks', () => {
  it.each([
    ['203.0.113.9', {}, '203.0.113.9'],
    // Nobody who is not named is believed.
    ['203.0.113.9', { 'x-forwarded-for': '1.1.1.1' }, '203.0.113.9'],
    ['10.0.0.1', { 'x-forwarded-for': '1.1.1.1' }, '1.1.1.1'],
    // What the client wrote itself stands first; the proxy appends what it saw.
    ['10.0.0.1', { 'x-forwarded-for': '6.6.6.6, 1.1.1.1, 10.0.0.2' }, '1.1.1.1'],
    ['::ffff:10.0.0.1', { 'x-forwarded-for': 'nonsense, 1.1.1.1' }, '1.1.1.1'],
    ['10.0.0.1', {}, '10.0.0.1'],
  ])('from %s with %j is %s', (from, headers, who) => {
    expect(clientAddress(from, headers, isProxy)).toBe(who)
  })
})

describe('what a request says of having been forwarded', () => {
  const forwarded = {
    'x-forwarded-host': 'tidemark.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '1.1.1.1',
  }

  it('is taken out where no named proxy handed it on', () => {
    const asked = request('203.0.113.9', forwarded)
    settleForwarded(asked, isProxy)
    expect(asked.headers).toEqual({ host: 'hub:4600' })
  })

  it('is believed of a named one: its host is the one that was asked for', () => {
    const asked = request('10.0.0.1', forwarded)
    settleForwarded(asked, isProxy)
    expect(asked.headers.host).toBe('tidemark.example')
  })

  it('takes no host that is none', () => {
    const asked = request('10.0.0.1', { 'x-forwarded-host': 'a/b c' })
    settleForwarded(asked, isProxy)
    expect(asked.headers.host).toBe('hub:4600')
  })
})
