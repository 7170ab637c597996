import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Annotation } from '../../protocol/annotations'
import { framesOf, helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { Annotations } from './annotations'
import { MarksOfLives, ONE_DEPLOY_WITHIN_MS } from './marks-of-lives'

const START_MS = Date.UTC(2026, 10, 21, 12)
const MINUTE_MS = 60_000

describe('what lives tell by themselves', () => {
  const life = (over: object = {}) => helloOf({ startedAtMs: START_MS, ...over }).process
  const titles = (marks: { kind: string; title: string }[]) => marks.map(({ kind, title }) => `${kind}: ${title}`)

  it('marks no first life, no second hello of the same one, and no older life that speaks late', () => {
    const marks = new MarksOfLives()
    expect(marks.ofLife('p', undefined, life())).toEqual([])
    expect(marks.ofLife('p', life(), life())).toEqual([])
    expect(marks.ofLife('p', life(), life({ boot: 'old', startedAtMs: START_MS - 1 }))).toEqual([])
  })

  it('marks a new life as a restart, and as one deploy where its version is another, however many replicas take it', () => {
    const marks = new MarksOfLives()
    const next = (boot: string, startedAtMs: number) => life({ boot, startedAtMs, version: '1.4.2' })
    expect(titles(marks.ofLife('p', life({ version: '1.4.1' }), next('b2', START_MS + 1)))).toEqual([
      'restart: gateway host-a/0 started anew',
      'deploy: gateway 1.4.2 (was 1.4.1)',
    ])
    expect(titles(marks.ofLife('q', life({ version: '1.4.1' }), next('b3', START_MS + MINUTE_MS)))).toEqual([
      'restart: gateway host-a/0 started anew',
    ])
    const later = START_MS + MINUTE_MS + ONE_DEPLOY_WITHIN_MS + 1
    expect(titles(marks.ofLife('r', life({ version: '1.5.0' }), next('b4', later)))).toHaveLength(2)
  })
})

describe('what lies next before a begin', () => {
  let added = 0
  const store = {
    addAnnotation: async (input: object) => ({ ...input, id: ++added, createdMs: START_MS }) as Annotation,
    annotations: async () => [],
  }
  const book = () => new Annotations({ store, nowMs: () => START_MS, onAdded: () => {}, onTrouble: () => {} })

  it('is the deploy of its own service, also one just behind it, and a note only where there is no deploy', async () => {
    const annotations = book()
    const at = (minutes: number) => START_MS + minutes * MINUTE_MS
    await annotations.add({ atMs: at(0), kind: 'deploy', title: 'gateway 1.4.2', service: 'gateway' })
    await annotations.add({ atMs: at(2), kind: 'deploy', title: 'api 7', service: 'api' })
    await annotations.add({ atMs: at(3), kind: 'note', title: 'night shift' })
    await annotations.add({ atMs: at(1), kind: 'restart', title: 'started anew', service: 'gateway', process: 'g0' })
    expect(annotations.nearestBefore('g0', 'gateway', at(4))).toMatchObject({
      title: 'gateway 1.4.2',
      beforeMs: 4 * MINUTE_MS,
    })
    expect(annotations.nearestBefore('g0', 'gateway', at(-1))).toMatchObject({ title: 'gateway 1.4.2', beforeMs: 0 })
    expect(annotations.nearestBefore('w0', 'worker', at(4))).toMatchObject({ title: 'night shift' })
    expect(annotations.nearestBefore('w0', 'worker', at(0))).toBeNull()
    expect(annotations.nearestBefore('g0', 'gateway', at(25 * 60))).toBeNull()
  })
})

describe('over HTTP', () => {
  let hub: TestHub
  beforeEach(async () => {
    hub = await startTestHub()
  })
  afterEach(() => hub.end())

  async function post(body: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${hub.address}/api/v1/annotations`, {
      method: 'POST',
      // The hub is restarted on the same port: a connection kept alive would be one to the hub of before.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }
  const range = (more = '') => hub.get(`/api/v1/annotations?fromMs=0&toMs=${Date.now() + MINUTE_MS}${more}`)

  it('keeps an annotation through a restart, and answers with those that concern what was asked for', async () => {
    const atMs = Date.now() - 1_000
    expect(await post({ kind: 'deploy', title: 'gateway 1.4.2', service: 'gateway', atMs })).toMatchObject({
      status: 201,
      body: { id: 1, atMs, kind: 'deploy', title: 'gateway 1.4.2', service: 'gateway' },
    })
    expect((await post({ kind: 'note', title: 'a quiet day', author: 'Ada' })).status).toBe(201)
    hub = await hub.restart()
    const titlesOf = async (more?: string) =>
      ((await range(more)).body as { annotations: Annotation[] }).annotations.map(({ title }) => title)
    expect(await titlesOf()).toEqual(['gateway 1.4.2', 'a quiet day'])
    expect(await titlesOf('&service=api')).toEqual(['a quiet day'])
  })

  it.each([
    [{ kind: 'deploy' }, 400, 'title must be text of 1 to 500 characters; nothing came.'],
    [
      { kind: 'party', title: 'x' },
      400,
      'kind must be one of deploy, note, restart, collection, capture, ack; "party" came.',
    ],
    [{ kind: 'note', title: '  ' }, 400, 'title must not be empty.'],
    [
      { kind: 'note', title: 'x', when: 1 },
      400,
      '"when" is no field of an annotation; it has atMs, kind, title, service, process and author.',
    ],
    [{ kind: 'note', title: 'x', atMs: 'now' }, 400, 'atMs must be whole milliseconds since 1970; "now" came.'],
    [{ kind: 'note', title: 'x', process: 'nobody' }, 404, 'no process has the id "nobody".'],
  ])('refuses %j with %i and a sentence', async (input, status, message) => {
    expect(await post(input)).toMatchObject({ status, body: { error: { message } } })
    expect((await range()).body).toEqual({ annotations: [] })
  })

  it('is marked by a new life with another version', async () => {
    const agent = new TestAgent(hub.address)
    const ack = await agent.hello(helloOf({ version: '1' }))
    await agent.frames(...framesOf(Date.now() - 10_000, 1, 1))
    agent.close()
    const next = new TestAgent(hub.address)
    await next.hello(helloOf({ version: '2', boot: 'boot-2', startedAtMs: Date.now() - 1_000 }))
    await next.say('events', { events: [{ atMs: Date.now(), type: 'deploy', level: 'info', message: 'flags on' }] })
    await expect
      .poll(async () => ((await range()).body as { annotations: Annotation[] }).annotations)
      .toMatchObject([
        { kind: 'restart', process: ack.ok ? ack.process : '' },
        { kind: 'deploy', title: 'gateway 2 (was 1)', service: 'gateway' },
        { kind: 'deploy', title: 'flags on', service: 'gateway' },
      ])
    next.close()
  })
})
