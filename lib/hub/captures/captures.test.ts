/** What is inside a process, over a real hub: captures as files, and what becomes of them. */
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Annotation } from '../../protocol/annotations'
import type { Capture } from '../../protocol/captures'
import { helloOf, TestAgent } from '../testing/test-agent'
import { Commanded, type Command } from './testing/commanded'

const MIB = 1_048_576
const profile = { head: { callFrame: { functionName: '(root)' }, selfSize: 0, children: [] }, samples: [] }
const content = { profile, sourceMaps: {}, sinceMs: 1, atMs: 2, pid: 1, boot: 'boot-1' }
let made: Commanded
beforeEach(async () => {
  made = await Commanded.start()
})
afterEach(() => made.end())

const files = () => readdir(join(made.hub.dataFolder, 'captures'))
/** Who did what, as it stands on the charts, the oldest first. */
async function acts(): Promise<[author: string | undefined, title: string][]> {
  const { body } = await made.send('GET', `/annotations?fromMs=0&toMs=${Date.now() + 1_000}`)
  const { annotations } = body as { annotations: Annotation[] }
  const ofCaptures = annotations.filter(({ kind }) => kind === 'capture')
  return ofCaptures.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id).map(({ author, title }) => [author, title])
}
describe('a capture', () => {
  it('is received whole, listed, downloaded in the format of other tools, and removed', async () => {
    made.onCommand = async ({ args }) => {
      const response = await made.upload(args, gzipSync(JSON.stringify(content)))
      expect(response.status).toBe(201)
      return { ok: true, result: { bytes: 100, sinceMs: 1, atMs: 2, pauseMs: 3 } }
    }
    const asked = await made.command('heap-profile', { durationMs: 10 })
    expect(asked).toMatchObject({
      status: 202,
      body: { state: 'asked', kind: 'heap-profile', by: 'Ada', process: made.id },
    })
    const { id: capture } = asked.body as Capture
    await expect
      .poll(() => made.captureOf(capture))
      .toMatchObject({ state: 'ready', result: { bytes: 100, pauseMs: 3 } })
    expect((await made.send('GET', `/captures/${capture}/file`)).body).toEqual(profile)
    expect((await made.send('GET', `/captures?process=${made.id}`)).body).toMatchObject({ captures: [{ id: capture }] })
    expect(await files()).toEqual([`${capture}.gz`])
    expect((await made.send('DELETE', `/captures/${capture}?by=Grace`)).status).toBe(204)
    expect(await files()).toEqual([])
    expect((await made.send('GET', `/captures/${capture}`)).status).toBe(404)
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
      made.onCommand = async ({ args }) => {
        await made.upload(args, gzipSync(JSON.stringify(kept(bytes))))
        return { ok: true, result: {} }
      }
      const { id: capture } = (await made.command('heap-profile')).body as Capture
      await expect.poll(() => made.captureOf(capture)).toMatchObject({ state: 'ready' })
      ids.push(capture)
    }
    const [before, after] = ids
    expect(await made.send('GET', `/captures/${after}/profile?before=${before}`)).toMatchObject({
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
    expect((await made.send('GET', `/captures/${after}/profile?before=nobody`)).status).toBe(404)
  })

  it('takes no upload without its token, with another one, a second time, or unpacked', async () => {
    const statuses: number[] = []
    made.onCommand = async ({ args }) => {
      const body = gzipSync('{}')
      statuses.push((await made.upload({ ...args, token: 'another' }, body)).status)
      statuses.push((await made.upload(args, body, { authorization: '' })).status)
      statuses.push((await made.upload(args, body, { 'content-encoding': 'identity' })).status)
      statuses.push((await made.upload(args, body)).status)
      statuses.push((await made.upload(args, body)).status)
      return { ok: true, result: {} }
    }
    await made.command('heap-profile')
    await expect.poll(() => statuses).toEqual([403, 401, 415, 201, 403])
  })

  it('of a target that dies amid it has failed, and leaves nothing on the disk', async () => {
    const started = new Promise<void>((resolve) => {
      made.onCommand = ({ args }) => {
        const half = new ReadableStream({
          start(controller) {
            controller.enqueue(gzipSync(Buffer.alloc(MIB, 'x')))
            resolve()
          },
          pull: () => new Promise(() => {}),
        })
        const aborted = new AbortController()
        void fetch(`${made.hub.address}/api/v1/captures/${args.capture}/content`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${args.token}`, 'content-encoding': 'gzip' },
          body: half,
          duplex: 'half',
          signal: aborted.signal,
        } as RequestInit).catch(() => undefined)
        setTimeout(() => {
          aborted.abort()
          made.target.close()
        }, 300)
        return new Promise(() => {})
      }
    })
    const { id: capture } = (await made.command('heap-snapshot')).body as Capture
    await started
    await expect.poll(() => made.captureOf(capture)).toMatchObject({ state: 'failed' })
    await expect.poll(files).toEqual([])
    await made.connect()
    made.onCommand = () => ({ ok: false, code: 'no_memory', message: 'there is not enough.' })
    const again = (await made.command('heap-snapshot')).body as Capture
    await expect.poll(() => made.captureOf(again.id)).toMatchObject({ state: 'failed', error: 'there is not enough.' })
  })

  it('of a target whose connection was given up while it stood still is taken when it comes after all', async () => {
    const given: Command['args'][] = []
    made.onCommand = ({ args }) => {
      given.push(args)
      made.target.close()
      return new Promise(() => {})
    }
    const { id: capture } = (await made.command('heap-snapshot')).body as Capture
    await expect.poll(() => given).toHaveLength(1)
    await made.connect()
    expect((await made.upload(given[0] ?? {}, gzipSync('{}'))).status).toBe(201)
    await expect.poll(() => made.captureOf(capture)).toMatchObject({ state: 'ready' })
  })

  it('of a target that was started anew meanwhile has failed', async () => {
    made.onCommand = () => {
      made.target.close()
      return new Promise(() => {})
    }
    const { id: capture } = (await made.command('heap-snapshot')).body as Capture
    await made.target.closed
    const next = new TestAgent(made.hub.address)
    await next.hello({ ...helloOf({ boot: 'boot-2' }), commands: ['gc'] } as never)
    await expect.poll(() => made.captureOf(capture), { timeout: 5_000 }).toMatchObject({ state: 'failed' })
    next.close()
  })

  it('is one at a time of each process, and is cancelled cleanly, also for the target', async () => {
    const cancelled: boolean[] = []
    made.onCommand = ({ args }) => {
      if (args.cancel) {
        cancelled.push(true)
        return { ok: true, result: { wasRunning: true } }
      }
      return new Promise(() => {})
    }
    const { id: capture } = (await made.command('heap-snapshot')).body as Capture
    expect(await made.command('heap-profile')).toMatchObject({ status: 409, body: { error: { code: 'busy' } } })
    expect(await made.send('DELETE', `/captures/${capture}?by=Grace`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    })
    await expect.poll(() => cancelled).toEqual([true])
    await expect.poll(acts).toContainEqual(['Grace', 'Grace cancelled a heap snapshot of gateway host-a/0'])
    made.onCommand = () => ({ ok: false, code: 'failed', message: 'no.' })
    expect((await made.command('heap-profile')).status).toBe(202)
  })

  it('that was under way when the hub ended has failed, and what lies about is removed', async () => {
    made.onCommand = () => new Promise(() => {})
    const { id: capture } = (await made.command('heap-snapshot')).body as Capture
    const folder = join(made.hub.dataFolder, 'captures')
    await writeFile(join(folder, `${capture}.part`), 'half')
    await writeFile(join(folder, 'unknown.gz'), 'whole, of nobody')
    made.target.close()
    made.hub = await made.hub.restart()
    expect(await made.captureOf(capture)).toMatchObject({
      state: 'failed',
      // A hub that ends in order hears of the connection first.
      error: expect.stringMatching(/restarted while it was taken|ended before it answered/u) as string,
    })
    expect(existsSync(join(folder, `${capture}.part`))).toBe(false)
    expect(await files()).toEqual([])
  })

  it('without strings is not given out in a format that looks whole', async () => {
    made.onCommand = async ({ args }) => {
      await made.upload(args, gzipSync('{}'))
      return { ok: true, result: {} }
    }
    const { id: capture } = (await made.command('heap-snapshot')).body as Capture
    await expect.poll(() => made.captureOf(capture)).toMatchObject({ state: 'ready', hasStrings: false })
    expect(await made.send('GET', `/captures/${capture}/file`)).toMatchObject({
      status: 409,
      body: { error: { code: 'no_strings' } },
    })
  })
})
