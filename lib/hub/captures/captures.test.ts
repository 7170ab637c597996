/** What is inside a process, over a real hub: commands, captures as files, entities. The target is a plain socket.io client. */
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Annotation } from '../../protocol/annotations'
import type { Capture } from '../../protocol/captures'
import type { CommandName } from '../../protocol/vocabulary'
import { helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

const MIB = 1_048_576
const profile = { head: { callFrame: { functionName: '(root)' }, selfSize: 0, children: [] }, samples: [] }
const content = { profile, sourceMaps: {}, sinceMs: 1, atMs: 2, pid: 1, boot: 'boot-1' }

interface Command {
  id: string
  name: CommandName
  args: { capture?: string; token?: string; cancel?: boolean }
}

let hub: TestHub
let target: TestAgent
let id: string
let onCommand: (command: Command) => Promise<object> | object

beforeEach(async () => {
  hub = await startTestHub()
  await connect()
})
afterEach(async () => {
  target.close()
  await hub.end()
})

async function connect(): Promise<void> {
  target = new TestAgent(hub.address)
  target.socket.on('command', (command: Command, ack: (answer: object) => void) => {
    // An upload that the end of a test cuts off is nobody's fault.
    Promise.resolve(onCommand(command)).then(ack, () => undefined)
  })
  const hello = { ...helloOf(), commands: ['gc', 'entities', 'heap-profile', 'heap-snapshot'] }
  const ack = await target.hello(hello as never)
  id = ack.ok ? ack.process : ''
}

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> {
  const response = await fetch(`${hub.address}/api/v1${path}`, {
    method,
    headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never }
}

const command = (name: string, args: object = {}) =>
  send('POST', `/processes/${id}/commands`, { name, args, by: 'Ada' })

function upload({ capture, token }: Command['args'], body: Buffer | ReadableStream, headers: object = {}) {
  return fetch(`${hub.address}/api/v1/captures/${capture}/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-encoding': 'gzip', connection: 'close', ...headers },
    body,
    duplex: 'half',
  } as RequestInit)
}

const files = () => readdir(join(hub.dataFolder, 'captures'))
const captureOf = async (capture: string) => (await send('GET', `/captures/${capture}`)).body as Capture

/** Who did what, as it stands on the charts, the oldest first. */
async function acts(): Promise<[author: string | undefined, title: string][]> {
  const { body } = await send('GET', `/annotations?fromMs=0&toMs=${Date.now() + 1_000}`)
  const { annotations } = body as { annotations: Annotation[] }
  const ofCaptures = annotations.filter(({ kind }) => kind === 'capture')
  return ofCaptures.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id).map(({ author, title }) => [author, title])
}

describe('a collection on demand', () => {
  it('says what came back and what stayed, against the one before, and is marked on charts', async () => {
    let after = 98 * MIB
    onCommand = () => ({
      ok: true,
      result: {
        beforeBytes: 310 * MIB,
        afterBytes: after,
        externalBeforeBytes: 0,
        externalAfterBytes: 0,
        rssBeforeBytes: 400 * MIB,
        rssAfterBytes: 200 * MIB,
        pauseMs: 70,
        atMs: Date.now(),
      },
    })
    expect(await command('gc')).toMatchObject({
      status: 200,
      body: { sentence: 'The collection gave back 212.0 MiB of 310.0 MiB: mostly garbage.', since: null, pauseMs: 70 },
    })
    after = 301 * MIB
    expect(await command('gc')).toMatchObject({
      body: {
        sentence:
          'The collection gave back 9.0 MiB of 310.0 MiB: retained. 301.0 MiB stayed, 203.0 MiB more than after the one before.',
      },
    })
    await expect
      .poll(async () => (await send('GET', `/annotations?fromMs=0&toMs=${Date.now() + 1_000}`)).body)
      .toMatchObject({ annotations: [{ kind: 'collection', author: 'Ada', process: id }, { kind: 'collection' }] })
  })

  it('that the target refuses is refused with its sentence; one that is not connected, or is too old, is told so', async () => {
    onCommand = () => ({ ok: false, code: 'too_soon', message: 'the last one was 20 s ago; wait 40 s.' })
    expect(await command('gc')).toMatchObject({
      status: 409,
      body: { error: { code: 'too_soon', message: 'the last one was 20 s ago; wait 40 s.' } },
    })
    target.close()
    await expect
      .poll(async () => (await command('gc')).body)
      .toMatchObject({ error: { message: 'the process is not connected now, or its agent takes no commands.' } })
    target = new TestAgent(hub.address)
    await target.hello({ ...helloOf(), commands: ['heap-profile'] } as never)
    expect(await command('gc')).toMatchObject({ status: 409, body: { error: { code: 'not_available' } } })
    expect(await send('POST', '/processes/nobody/commands', { name: 'gc' })).toMatchObject({ status: 404 })
    expect(await command('dance')).toMatchObject({ status: 400 })
  })
})

describe('a capture', () => {
  it('is received whole, listed, downloaded in the format of other tools, and removed', async () => {
    onCommand = async ({ args }) => {
      const response = await upload(args, gzipSync(JSON.stringify(content)))
      expect(response.status).toBe(201)
      return { ok: true, result: { bytes: 100, sinceMs: 1, atMs: 2, pauseMs: 3 } }
    }
    const asked = await command('heap-profile', { durationMs: 10 })
    expect(asked).toMatchObject({ status: 202, body: { state: 'asked', kind: 'heap-profile', by: 'Ada', process: id } })
    const { id: capture } = asked.body as Capture
    await expect.poll(() => captureOf(capture)).toMatchObject({ state: 'ready', result: { bytes: 100, pauseMs: 3 } })
    expect((await send('GET', `/captures/${capture}/file`)).body).toEqual(profile)
    expect((await send('GET', `/captures?process=${id}`)).body).toMatchObject({ captures: [{ id: capture }] })
    expect(await files()).toEqual([`${capture}.gz`])
    expect((await send('DELETE', `/captures/${capture}?by=Grace`)).status).toBe(204)
    expect(await files()).toEqual([])
    expect((await send('GET', `/captures/${capture}`)).status).toBe(404)
    await expect.poll(acts).toEqual([
      ['Ada', `Ada took a heap profile of gateway host-a/0`],
      ['Grace', `Grace removed a heap profile of gateway host-a/0`],
    ])
  })

  it('is subtracted from a later one: the line of code that grew comes first', async () => {
    const frame = (functionName: string, url: string) => ({
      functionName,
      url,
      scriptId: '1',
      lineNumber: 87,
      columnNumber: 2,
    })
    const kept = (bytes: number) => ({
      ...content,
      profile: {
        head: {
          callFrame: { ...frame('(root)', ''), lineNumber: -1, columnNumber: -1 },
          selfSize: 0,
          id: 1,
          children: [
            { callFrame: frame('onConnect', 'file:///srv/gateway.js'), selfSize: bytes, id: 2, children: [] },
            { callFrame: frame('parse', 'file:///srv/wire.js'), selfSize: 5_000, id: 3, children: [] },
          ],
        },
        samples: [],
      },
    })
    const ids: string[] = []
    for (const bytes of [1_000, 900_000]) {
      onCommand = async ({ args }) => {
        await upload(args, gzipSync(JSON.stringify(kept(bytes))))
        return { ok: true, result: {} }
      }
      const { id: capture } = (await command('heap-profile')).body as Capture
      await expect.poll(() => captureOf(capture)).toMatchObject({ state: 'ready' })
      ids.push(capture)
    }
    const [before, after] = ids
    expect(await send('GET', `/captures/${after}/profile?before=${before}`)).toMatchObject({
      status: 200,
      body: {
        total: { grownBytes: 899_000 },
        rows: [
          { site: { functionName: 'onConnect', url: 'file:///srv/gateway.js', line: 88 } },
          { self: { grownBytes: 0 } },
        ],
        faults: [],
      },
    })
    expect((await send('GET', `/captures/${after}/profile?before=nobody`)).status).toBe(404)
  })

  it('takes no upload without its token, with another one, a second time, or unpacked', async () => {
    const statuses: number[] = []
    onCommand = async ({ args }) => {
      const body = gzipSync('{}')
      statuses.push((await upload({ ...args, token: 'another' }, body)).status)
      statuses.push((await upload(args, body, { authorization: '' })).status)
      statuses.push((await upload(args, body, { 'content-encoding': 'identity' })).status)
      statuses.push((await upload(args, body)).status)
      statuses.push((await upload(args, body)).status)
      return { ok: true, result: {} }
    }
    await command('heap-profile')
    await expect.poll(() => statuses).toEqual([403, 401, 415, 201, 403])
  })

  it('of a target that dies amid it has failed, and leaves nothing on the disk', async () => {
    const started = new Promise<void>((resolve) => {
      onCommand = ({ args }) => {
        const half = new ReadableStream({
          start(controller) {
            controller.enqueue(gzipSync(Buffer.alloc(MIB, 'x')))
            resolve()
          },
          pull: () => new Promise(() => {}),
        })
        const aborted = new AbortController()
        void fetch(`${hub.address}/api/v1/captures/${args.capture}/content`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${args.token}`, 'content-encoding': 'gzip' },
          body: half,
          duplex: 'half',
          signal: aborted.signal,
        } as RequestInit).catch(() => undefined)
        setTimeout(() => {
          aborted.abort()
          target.close()
        }, 300)
        return new Promise(() => {})
      }
    })
    const { id: capture } = (await command('heap-snapshot')).body as Capture
    await started
    await expect.poll(() => captureOf(capture)).toMatchObject({ state: 'failed' })
    await expect.poll(files).toEqual([])
    await connect()
    onCommand = () => ({ ok: false, code: 'no_memory', message: 'there is not enough.' })
    const again = (await command('heap-snapshot')).body as Capture
    await expect.poll(() => captureOf(again.id)).toMatchObject({ state: 'failed', error: 'there is not enough.' })
  })

  it('of a target whose connection was given up while it stood still is taken when it comes after all', async () => {
    const given: Command['args'][] = []
    onCommand = ({ args }) => {
      given.push(args)
      target.close()
      return new Promise(() => {})
    }
    const { id: capture } = (await command('heap-snapshot')).body as Capture
    await expect.poll(() => given).toHaveLength(1)
    await connect()
    expect((await upload(given[0] ?? {}, gzipSync('{}'))).status).toBe(201)
    await expect.poll(() => captureOf(capture)).toMatchObject({ state: 'ready' })
  })

  it('of a target that was started anew meanwhile has failed', async () => {
    onCommand = () => {
      target.close()
      return new Promise(() => {})
    }
    const { id: capture } = (await command('heap-snapshot')).body as Capture
    await target.closed
    const next = new TestAgent(hub.address)
    await next.hello({ ...helloOf({ boot: 'boot-2' }), commands: ['gc'] } as never)
    await expect.poll(() => captureOf(capture), { timeout: 5_000 }).toMatchObject({ state: 'failed' })
    next.close()
  })

  it('is one at a time of each process, and is cancelled cleanly, also for the target', async () => {
    const cancelled: boolean[] = []
    onCommand = ({ args }) => {
      if (args.cancel) {
        cancelled.push(true)
        return { ok: true, result: { wasRunning: true } }
      }
      return new Promise(() => {})
    }
    const { id: capture } = (await command('heap-snapshot')).body as Capture
    expect(await command('heap-profile')).toMatchObject({ status: 409, body: { error: { code: 'busy' } } })
    expect(await send('DELETE', `/captures/${capture}?by=Grace`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    })
    await expect.poll(() => cancelled).toEqual([true])
    await expect.poll(acts).toContainEqual(['Grace', 'Grace cancelled a heap snapshot of gateway host-a/0'])
    onCommand = () => ({ ok: false, code: 'failed', message: 'no.' })
    expect((await command('heap-profile')).status).toBe(202)
  })

  it('that was under way when the hub ended has failed, and what lies about is removed', async () => {
    onCommand = () => new Promise(() => {})
    const { id: capture } = (await command('heap-snapshot')).body as Capture
    const folder = join(hub.dataFolder, 'captures')
    await writeFile(join(folder, `${capture}.part`), 'half')
    await writeFile(join(folder, 'unknown.gz'), 'whole, of nobody')
    target.close()
    hub = await hub.restart()
    expect(await captureOf(capture)).toMatchObject({
      state: 'failed',
      // A hub that ends in order hears of the connection first.
      error: expect.stringMatching(/restarted while it was taken|ended before it answered/u) as string,
    })
    expect(existsSync(join(folder, `${capture}.part`))).toBe(false)
    expect(await files()).toEqual([])
  })

  it('without strings is not given out in a format that looks whole', async () => {
    onCommand = async ({ args }) => {
      await upload(args, gzipSync('{}'))
      return { ok: true, result: {} }
    }
    const { id: capture } = (await command('heap-snapshot')).body as Capture
    await expect.poll(() => captureOf(capture)).toMatchObject({ state: 'ready', hasStrings: false })
    expect(await send('GET', `/captures/${capture}/file`)).toMatchObject({
      status: 409,
      body: { error: { code: 'no_strings' } },
    })
  })
})
