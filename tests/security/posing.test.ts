/** A token of one service that leaked, over the wire: it never speaks for another one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import { framesOf, helloOf, TestAgent } from '../../lib/hub/testing/test-agent'
import { AGENT_TOKEN, type ClosedHub, startClosedHub } from './closed-hub'

let hub: ClosedHub
let tokenOfA: string
let tokenOfB: string
beforeAll(async () => {
  hub = await startClosedHub()
  tokenOfA = (await hub.makeAgentToken('a')).token
  tokenOfB = (await hub.makeAgentToken('b')).token
})
afterAll(() => hub.end())

const agentWith = (token: string) => new TestAgent(hub.address, { auth: { token } })
const framesNow = () => framesOf(Date.now() - 60_000, 1, 5)

it('sends as its own service, and as no other, whether that has a token or not', async () => {
  const honest = agentWith(tokenOfB)
  expect(await honest.hello(helloOf({ service: 'b' }))).toMatchObject({ ok: true })
  expect(await honest.frames(...framesNow())).toMatchObject({ ok: true, durable: 5 })
  for (const service of ['b', 'c', 'A', 'a ', 'a\u200C']) {
    const posing = agentWith(tokenOfA)
    const refused = await posing.hello(helloOf({ service, instance: 'posing' }))
    expect(refused).toMatchObject({ ok: false, code: 'bad_token' })
    expect(JSON.stringify(refused)).not.toContain(tokenOfA)
    // What it says after all the same is nobody's.
    expect(await posing.frames(...framesNow())).toMatchObject({ ok: false, code: 'hello_first' })
    expect(await posing.say('events', { events: [] })).toMatchObject({ ok: false, code: 'hello_first' })
    posing.close()
  }
  const { processes } = await hub.ask<{ processes: ProcessSummary[] }>('GET', '/api/v1/processes')
  expect(processes.map(({ service, instance }) => [service, instance])).toEqual([['b', 'host-a/0']])
  expect(await honest.frames(...framesOf(Date.now() - 30_000, 6, 7))).toMatchObject({ ok: true, durable: 7 })
  honest.close()
})

it('nor does the shared token speak for a service that has its own', async () => {
  const posing = agentWith(AGENT_TOKEN)
  expect(await posing.hello(helloOf({ service: 'b' }))).toMatchObject({ ok: false, code: 'bad_token' })
  expect(await posing.hello(helloOf({ service: 'without-its-own' }))).toMatchObject({ ok: true })
  // A second hello does not make it another one.
  expect(await posing.hello(helloOf({ service: 'b' }))).toMatchObject({ ok: false })
  posing.close()
})

it('opens nothing over HTTP, however it is brought', async () => {
  for (const authorization of [`Bearer ${tokenOfA}`, `Basic ${Buffer.from(`admin:${tokenOfA}`).toString('base64')}`])
    for (const path of ['/api/v1/processes', '/metrics', '/api/v1/audit'])
      expect((await hub.send('GET', path, { headers: { authorization } })).ok).toBe(false)
})
