import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Client } from './client'
import { ProcessWatch } from './process-watch'
import { beatOf } from './testing/beats'
import {
  detailOf,
  frames,
  LIVE,
  rowOf,
  secondsOf,
  startClient,
  startHub,
  startWatching,
  until,
  upTo,
} from './testing/started-client'

describe('a connection to the hub', () => {
  it('says since when the hub is away, and has every second of the gap when it is back', async () => {
    const hub = await startHub()
    const startMs = Date.now() - 60_000
    const client = await startWatching(hub)
    hub.push('p', frames(startMs, 0, 10))
    await until(client, ({ watched }) => watched?.newestMs === startMs + 9_000)
    const { port } = hub
    await hub.stop()
    const away = await until(client, ({ link }) => link.state === 'away')
    expect(away.link).toMatchObject({ state: 'away', numbersOfMs: expect.any(Number) as number })
    expect(secondsOf(away, startMs)).toEqual(upTo(10))

    const back = await startHub(port, (next) => next.inherit(hub))
    await until(client, ({ link }) => link.state === 'live')
    // New frames come at once; of the backlog, some is sent live and late, and some is only in history.
    back.push('p', frames(startMs, 40, 42))
    back.push('p', frames(startMs, 25, 40))
    back.keep('p', frames(startMs, 10, 25))
    const whole = await until(client, (state) => secondsOf(state, startMs).length === 42)
    expect(secondsOf(whole, startMs)).toEqual(upTo(42))
  })

  it('does not take numbers of another life of the hub for those of the one before, though it has not answered yet', async () => {
    const before = await startHub()
    before.rows.set('a', rowOf('a'))
    const client = startClient(before)
    client.watchFleet()
    await until(client, ({ fleet }) => fleet?.rows.size === 1)
    const { port } = before
    await before.stop()
    await until(client, ({ link }) => link.state === 'away')
    const after = await startHub(port, (hub) => {
      hub.isMute = true
    })
    await vi.waitFor(() => expect(after.viewers).toBe(1), 10_000)
    // There, the number of `a` is that of `b`.
    after.tell([
      beatOf('a'.charCodeAt(0), 5_000, 7),
      { type: 'row', row: { ...rowOf('b'), number: 'a'.charCodeAt(0) } },
    ])
    const { fleet } = await until(client, (state) => state.fleet?.rows.has('b') === true)
    expect(fleet?.rows.get('a')?.memory).toEqual(rowOf('a').memory)
    after.tell([beatOf('a'.charCodeAt(0), 6_000, 8)])
    const next = await until(client, (state) => state.fleet?.rows.get('b')?.memory.latestBytes === 8)
    expect(next.fleet?.rows.get('a')?.memory).toEqual(rowOf('a').memory)
  })

  it('asks history when the hub had to drop items', async () => {
    const hub = await startHub()
    const startMs = Date.now() - 60_000
    const client = await startWatching(hub)
    hub.push('p', frames(startMs, 0, 5))
    hub.keep('p', frames(startMs, 5, 9))
    hub.tell([], 4)
    const state = await until(client, (next) => secondsOf(next, startMs).length === 9)
    expect(state.lostItems).toBe(4)
  })

  it('leaves no socket and no timer behind, started and stopped ten times', async () => {
    const hub = await startHub()
    hub.details.set('p', detailOf('p'))
    const client = new Client({ baseUrl: () => `http://127.0.0.1:${hub.port}`, onNextFrame: () => () => undefined })
    onTestFinished(() => void vi.restoreAllMocks())
    const timers = vi.spyOn(globalThis, 'setInterval')
    const cleared = vi.spyOn(globalThis, 'clearInterval')
    for (let round = 0; round < 10; round += 1) {
      const stop = client.start()
      const watch = client.watchProcess(ProcessWatch, 'p', LIVE, 400)
      await until(client, ({ link }) => link.state === 'live')
      watch.stop()
      stop()
    }
    const ended = new Set(cleared.mock.calls.map(([timer]) => timer))
    expect(
      timers.mock.results.filter(({ value }) => !ended.has(value as never)).map(({ value }) => value as unknown),
    ).toEqual([])
    await vi.waitFor(() => expect(hub.viewers).toBe(0))
  })
})
