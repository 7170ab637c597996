import { expect, it } from 'vitest'
import { type LoadFlags, planOf } from './plan'

const HERE = 'http://127.0.0.1:9/'
const USUAL: LoadFlags = { clients: '10', for: '1m', method: 'GET', header: [], keepAlive: true }

it.each<[string, Partial<LoadFlags>, string]>([
  ['http://example.com/', {}, 'URL is "http://example.com/"; that is not this machine.'],
  ['http://127.0.0.1.example.com/', {}, 'that is not this machine.'],
  ['http://192.168.1.7/', {}, 'where that host is yours as well, say --other-hosts.'],
  ['here', {}, 'URL is "here"; it must be an address such as http://127.0.0.1:3000/orders.'],
  ['ftp://127.0.0.1/', { otherHosts: true }, 'it must be an address such as'],
  [HERE, { clients: '0' }, '--clients is "0"; it must be a whole number from 1 to 10,000.'],
  [HERE, { clients: '10001' }, 'from 1 to 10,000.'],
  [HERE, { for: 'long' }, '--for is "long"; it must be a time such as 90s or 10m, from 1s to 24h.'],
  [HERE, { for: '25h' }, 'from 1s to 24h.'],
  [HERE, { ramp: '2m' }, '--ramp is "2m"; it must be a time such as 1m, and no longer than --for, 1m.'],
  [HERE, { rate: '1e9' }, '--rate is "1e9"; it must be a number above 0 and at most 20,000 a second.'],
  [HERE, { rate: '0' }, '--rate is "0"; it must be a number above 0'],
  [HERE, { method: 'BREW' }, '--method is "BREW"; it must be one of GET, POST,'],
  [HERE, { header: ['a b'] }, '--header is "a b"; it must be a name and a value,'],
])('%s with %j is refused with a sentence', (target, flags, sentence) => {
  expect(planOf(target, { ...USUAL, ...flags })).toContain(sentence)
})

it('has clients that ask five times a second each, and a thousand times together, where no rate is said', () => {
  expect(planOf(HERE, USUAL)).toMatchObject({ perSecond: 50, rampMs: 0, by: 'http', body: null })
  expect(planOf('http://localhost:9/', { ...USUAL, clients: '5000' })).toMatchObject({ perSecond: 1_000 })
  expect(planOf('http://[::1]:9/', { ...USUAL, rate: '0.5', event: 'say' })).toMatchObject({
    perSecond: 0.5,
    by: 'socket.io',
  })
  expect(planOf('http://example.com/', { ...USUAL, otherHosts: true })).toMatchObject({ clients: 10 })
})
