import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../protocol/findings'
import { startTestHub, type TestHub } from '../testing/test-hub'

let hub: TestHub
beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(() => hub.end())

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> {
  const response = await fetch(`${hub.address}/api/v1/findings${path}`, {
    method,
    headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never }
}

const finding = {
  title: 'Streams outlive their clients',
  where: 'gateway.js:88',
  evidence: [{ title: 'the alert', link: '/alerts?id=growth-1' }],
  by: 'Ada',
}

describe('findings', () => {
  it('are kept through a restart, changed in part, and given dated notes', async () => {
    const { id } = (await send('POST', '', finding)).body as Finding
    expect(
      await send('PATCH', `/${id}`, { status: 'in progress', note: { by: 'Bo', text: 'a fix is out' } }),
    ).toMatchObject({
      status: 200,
      body: { status: 'in progress', title: finding.title, notes: [{ by: 'Bo', text: 'a fix is out' }] },
    })
    hub = await hub.restart()
    expect((await send('GET', '')).body).toMatchObject({
      findings: [{ ...finding, id, status: 'in progress', notes: [{ text: 'a fix is out' }] }],
    })
    expect((await send('DELETE', `/${id}`)).status).toBe(204)
    expect((await send('DELETE', `/${id}`)).status).toBe(404)
    expect((await send('GET', '')).body).toEqual({ findings: [] })
  })

  it.each([
    [{ ...finding, title: '' }, 'title must not be empty.'],
    [{ ...finding, status: 'half' }, 'status must be one of not started, in progress, done, blocked; "half" came.'],
    [
      { ...finding, evidence: [{ title: 'x', link: 'javascript:alert(1)' }] },
      'link must be a path of this dashboard, such as /alerts?id=1, or an http address.',
    ],
    [
      { ...finding, evidence: [{ title: 'x', link: '//elsewhere.example' }] },
      'link must be a path of this dashboard, such as /alerts?id=1, or an http address.',
    ],
    [{ ...finding, who: 1 }, '"who" is no field of a finding; it has title, where, status, evidence, by.'],
  ])('%j is refused with a sentence', async (input, message) => {
    expect(await send('POST', '', input)).toMatchObject({ status: 400, body: { error: { message } } })
  })
})
