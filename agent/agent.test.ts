import { afterEach, expect, test } from 'vitest'
import { type Agent, type AgentOptions, tidemark } from './index'
import { startTestHub, type TestHub, type TestHubOptions } from './testing/wire-hub'

const toStop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

async function hubAt(options?: TestHubOptions): Promise<TestHub> {
  const hub = await startTestHub(options)
  toStop.push(() => hub.kill())
  return hub
}

function agentFor(url: string, options?: Partial<AgentOptions>): Agent {
  const agent = tidemark({ url, service: 'test', intervalMs: 100, ...options })
  toStop.push(() => agent.stop(0))
  return agent
}

test('A hub gets a hello with every series that was registered before the connection stood, and a frame at each interval.', async () => {
  const hub = await hubAt()
  const agent = agentFor(hub.url, { instance: 'a/0', version: '1.2.3', labels: { zone: 'eu' } })
  const connections = new Map([[1, 'one']])
  agent.pool('mesh', connections, { max: 1_000 })
  agent.streams('ws', () => 7, { matches: 'clients.ws' })
  await hub.until(() => hub.frames.size >= 3)
  const { process: life, series } = hub.hellos[0] ?? { process: undefined, series: [] }
  expect(life).toMatchObject({
    service: 'test',
    instance: 'a/0',
    version: '1.2.3',
    labels: { zone: 'eu' },
    pid: process.pid,
  })
  expect(series.find(({ name }) => name === 'pool.mesh')).toEqual({
    name: 'pool.mesh',
    kind: 'pool',
    unit: 'count',
    max: 1_000,
  })
  expect(series.find(({ name }) => name === 'streams.ws')).toMatchObject({ kind: 'streams', matches: 'clients.ws' })
  expect([...hub.frames.keys()].slice(0, 3)).toEqual([1, 2, 3])
  expect(hub.frames.get(1)?.values[hub.series.indexOf('pool.mesh')]).toBe(1)
  expect(hub.frames.get(1)?.values[hub.series.indexOf('memory.rss')]).toBeGreaterThan(10_000_000)
})

test('After an outage of the hub every frame arrives, and each is kept once.', async () => {
  const first = await hubAt()
  const agent = agentFor(first.url)
  await first.until(() => first.frames.size >= 3)
  await first.kill()
  const atKill = agent.stats().framesWaiting
  await new Promise<void>((resolve) => {
    agent.gauge('probe', () => {
      if (agent.stats().framesWaiting > atKill + 8) resolve()
      return 1
    })
  })
  const second = await hubAt({ port: first.port, kept: first.frames })
  await second.until(() => second.frames.size > 15)
  const seqs = [...second.frames.keys()].sort((a, b) => a - b)
  expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  expect(agent.stats().framesLost).toBe(0)
})

test('The hello says what the hub may ask; what is not known or not allowed is answered with a code and a sentence.', async () => {
  const hub = await hubAt()
  agentFor(hub.url, { allow: { gc: false } })
  await hub.until(() => hub.frames.size >= 1)
  expect(hub.hellos[0]?.commands).toContain('entities')
  expect(hub.hellos[0]?.commands).not.toContain('gc')
  const answers = [
    { name: 'levitate', args: {} },
    { name: 'gc', args: {} },
    { name: 'entities', args: 7 },
    'gc',
    undefined,
  ]
  expect(await Promise.all(answers.map((message) => hub.command(message)))).toEqual([
    { ok: false, code: 'bad_command', message: 'this agent does not know the command "levitate".' },
    { ok: false, code: 'not_available', message: 'the owner of this process does not allow gc.' },
    { ok: false, code: 'bad_command', message: 'the args of entities must be an object; 7 came.' },
    { ok: false, code: 'bad_command', message: 'this agent does not know the command nothing.' },
    { ok: false, code: 'bad_command', message: 'this agent does not know the command nothing.' },
  ])
})

test('Lists of entities are told when the hub asks, and are gone when the program lets go of them or the agent ends.', async () => {
  const hub = await hubAt()
  const agent = agentFor(hub.url)
  const sockets = new Map([['s1', { written: 7 }]])
  agent.entities('sockets', sockets, { id: (_socket, key) => key, bytes: (socket) => socket.written })
  agent.entities(
    'counts',
    { of: sockets, read: (map) => map.keys() },
    { id: (key) => key, bytes: null, count: () => 1 },
  )
  await hub.until(() => hub.frames.size >= 1)
  const answer = await hub.command({ id: '1', name: 'entities', args: {} })
  expect(answer).toMatchObject({
    ok: true,
    result: {
      groups: [
        { name: 'sockets', total: 1, sampled: 1, entities: [{ id: 's1', bytes: 7, count: null, ageMs: null }] },
        { name: 'counts', total: 1, sampled: 1, entities: [{ id: 's1', bytes: null, count: 1 }] },
      ],
    },
  })
  await agent.stop(0)
})

test('A name that carries its kind already is the same series as the short one.', async () => {
  const hub = await hubAt()
  const agent = agentFor(hub.url)
  expect(agent.pool('mesh', () => 1).name).toBe('pool.mesh')
  expect(agent.pool('pool.mesh', () => 1).name).toBe('pool.mesh')
  expect(agent.clients('pool.ws', () => 1).name).toBe('clients.pool.ws')
})
