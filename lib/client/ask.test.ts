import { afterEach, describe, expect, it } from 'vitest'
import { askOf, queryOf } from './ask'
import { StandInHub } from './testing/stand-in-hub'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function start() {
  const hub = new StandInHub()
  const url = await hub.start()
  cleanUps.push(() => hub.stop())
  return { hub, ask: askOf(() => url, fetch) }
}

describe('asking the hub', () => {
  it('sends and reads JSON', async () => {
    const { hub, ask } = await start()
    hub.answers.set('POST /api/v1/silences', ({ body }) => ({ status: 201, body: { got: body } }))
    expect(await ask('/api/v1/silences', { method: 'POST', body: { why: 'load test' } })).toEqual({
      got: { why: 'load test' },
    })
  })

  it('fails with the hub’s own sentence', async () => {
    const { hub, ask } = await start()
    hub.answers.set('GET /api/v1/alerts', () => ({
      status: 400,
      body: { error: { code: 'bad_request', message: 'limit must be at most 200.' } },
    }))
    await expect(ask('/api/v1/alerts')).rejects.toThrow('limit must be at most 200.')
  })

  it('reads nothing where nothing is to be read', async () => {
    const { hub, ask } = await start()
    hub.answers.set('DELETE /api/v1/channels/c', () => ({ status: 204, body: null }))
    expect(await ask('/api/v1/channels/c', { method: 'DELETE' })).toBeUndefined()
  })

  it('says that the hub does not answer where nobody does', async () => {
    const { hub, ask } = await start()
    await hub.stop()
    await expect(ask('/api/v1/alerts')).rejects.toThrow('The hub does not answer.')
  })

  it('leaves what is not there out of a query', () => {
    expect(queryOf({ service: 'a b', rule: null, q: '', limit: 0 })).toBe('?service=a+b&limit=0')
    expect(queryOf({ service: undefined })).toBe('')
  })
})
