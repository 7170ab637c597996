import { describe, expect, it, onTestFinished } from 'vitest'
import type { Store } from '../store'
import { type CoreLink, runCall } from './core-calls'
import { HistoryCore } from './history-core'
import { inThreadLink } from './in-thread-link'
import { openSqliteStore, openStoreInThread } from './open-store'
import { type SqliteStoreOptions, storeSettings } from './options'
import { SqliteStore } from './sqlite-store'
import { buildWorker, frames, life, T0, temporaryFolder } from './testing/made-up'

const now = () => T0 + 20_000

async function opened(open: () => Promise<Store>): Promise<Store> {
  const store = await open()
  onTestFinished(() => store.close())
  return store
}

const PLACES = {
  'on a worker thread': (options: SqliteStoreOptions) => openSqliteStore({ ...options, workerUrl: buildWorker() }),
  'in the thread of its caller': openStoreInThread,
}

describe.each(Object.entries(PLACES))('the embedded store %s', (_where, open) => {
  it('answers with every frame that was appended before the question, value by value', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder(), commitEveryMs: 60_000 }))
    expect(await store.openLife(life('b1', ['a', 'b']))).toMatchObject({ lives: 1, knownSeqs: [] })
    const first = store.append(
      frames('b1', [
        [1, T0, 5, null],
        [2, T0 + 1_000, 6, 0.5],
      ]),
    )
    const second = store.append(frames('b1', [[3, T0 + 2_000, -0, 1e308]]))
    const [a, b, none] = await store.series({ process: 'api.a', names: ['a', 'b', 'c'], fromMs: T0, toMs: T0 + 2_000 })
    expect(a).toEqual({
      name: 'a',
      unit: 'count',
      stepMs: 0,
      points: [
        [T0, 5],
        [T0 + 1_000, 6],
        [T0 + 2_000, -0],
      ],
    })
    expect(b?.points).toEqual([
      [T0, null],
      [T0 + 1_000, 0.5],
      [T0 + 2_000, 1e308],
    ])
    // No life of the process ever had it, so not even its unit is known.
    expect(none).toBeUndefined()
    await Promise.all([first, second])
  })

  it('writes a quarter of a megabyte of frames before their time has come', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder(), commitEveryMs: 60_000 }))
    await store.openLife(life('b1', ['a']))
    const many = Array.from({ length: 12_000 }, (_, row) => [row + 1, T0 + row, row])
    await store.append(frames('b1', many))
    const [a] = await store.series({ process: 'api.a', names: ['a'], fromMs: T0, toMs: T0 + 12_000 })
    expect(a?.points).toEqual(many.map(([, atMs, value]) => [atMs, value]))
  })

  it('tells the lives that began in a time, and the one before, in the order of their begin', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder() }))
    const begun = { b0: T0, b2: T0 + 20_000, b1: T0 + 10_000 }
    for (const [boot, startedAtMs] of Object.entries(begun)) {
      const kept = life(boot, ['a'])
      await store.openLife({ ...kept, life: { ...kept.life, startedAtMs } })
    }
    const boots = async (fromMs: number, toMs: number) =>
      (await store.lives({ process: 'api.a', fromMs, toMs })).map((one) => one.life.boot)
    expect(await boots(T0 + 5_000, T0 + 15_000)).toEqual(['b0', 'b1'])
    expect(await boots(T0 + 10_000, T0 + 30_000)).toEqual(['b1', 'b2'])
    expect(await boots(T0 - 2_000, T0 - 1_000)).toEqual([])
    expect(await store.lives({ process: 'nobody', fromMs: T0, toMs: T0 })).toEqual([])
  })

  it('gives back processes, known seqs, frames and events after it was closed and opened again', async () => {
    const folder = temporaryFolder()
    const store = await open({ now, folder })
    await store.openLife(life('b0', ['a']))
    await store.openLife(life('b1', ['a']))
    await Promise.all([
      store.append(
        frames('b1', [
          [1, T0, 5],
          [2, T0 + 1_000, 6],
          [9, T0 + 9_000, 7],
        ]),
      ),
      store.appendEvents('api.a', 'b1', [{ atMs: T0, type: 'deploy', level: 'info', message: 'v2' }]),
    ])
    await store.close()

    const again = await opened(() => open({ now, folder }))
    expect(await again.processes()).toEqual([{ ...life('b1', ['a']), lives: 2, lastFrameAtMs: T0 + 9_000 }])
    expect(await again.openLife(life('b1', ['a', 'b']))).toMatchObject({
      lives: 2,
      knownSeqs: [
        [1, 2],
        [9, 9],
      ],
    })
    const [a] = await again.series({ process: 'api.a', names: ['a'], fromMs: 0, toMs: T0 * 2 })
    expect(a?.points).toEqual([
      [T0, 5],
      [T0 + 1_000, 6],
      [T0 + 9_000, 7],
    ])
    expect(await again.events('api.a', 5)).toEqual([{ atMs: T0, type: 'deploy', level: 'info', message: 'v2' }])
  })

  it('puts steps on multiples of the step, with a gap between the first and the last known', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder() }))
    await store.openLife(life('b1', ['a']))
    void store.append(
      frames('b1', [
        [1, T0 + 1, 5],
        [2, T0 + 2_999, 8],
        [3, T0 + 9_000, null],
        [4, T0 + 12_000, 1],
      ]),
    )
    const [a] = await store.series({ process: 'api.a', names: ['a'], fromMs: T0, toMs: T0 + 12_000, stepMs: 3_000 })
    expect(a?.points).toEqual([
      [T0, 5, 6.5, 8],
      [T0 + 3_000, null, null, null],
      [T0 + 6_000, null, null, null],
      [T0 + 9_000, null, null, null],
      [T0 + 12_000, 1, 1, 1],
    ])
  })

  it('answers as columns what it answers as points in steps, and has none of raw points', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder() }))
    await store.openLife(life('b1', ['a', 'b']))
    void store.append(
      frames('b1', [
        [1, T0 + 1, 5, 1],
        [2, T0 + 999, 8, null],
        [3, T0 + 2_000, null, 7],
      ]),
    )
    const query = { process: 'api.a', names: ['b', 'a'], fromMs: T0, toMs: T0 + 12_000 }
    const points = await store.series({ ...query, stepMs: 1_000 })
    const columns = await store.stepColumns({ ...query, stepMs: 1_000 })
    expect(columns.map(({ name }) => name)).toEqual(['b', 'a'])
    const known = (value: number | undefined) => (Number.isNaN(value) ? null : value)
    expect(
      columns.map(({ atMs, min, mean, max }) =>
        [...atMs].map((at, n) => [at, known(min[n]), known(mean[n]), known(max[n])]),
      ),
    ).toEqual(points.map((one) => one.points))
    await expect(store.stepColumns(query)).rejects.toThrow(/^columns are of steps/u)
  })

  it('replays the newest frame of each step of the newest life', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder() }))
    await store.openLife(life('b1', ['a']))
    void store.append(
      frames('b1', [
        [1, T0, 1],
        [2, T0 + 1_000, 2],
        [3, T0 + 1_500, 3],
        [4, T0 + 2_000, null],
      ]),
    )
    const replayed = await store.replay('api.a', T0 + 500, 1_000)
    expect(replayed?.boot).toBe('b1')
    expect(replayed?.block.seqs).toEqual(Float64Array.of(3, 4))
    expect(replayed?.block.values).toEqual(Float64Array.of(3, Number.NaN))
    expect(await store.replay('nobody.b', 0, 1_000)).toBeNull()
  })

  it('refuses frames of a life that nobody opened, and keeps the rest of the transaction', async () => {
    const store = await opened(() => open({ now, folder: temporaryFolder(), commitEveryMs: 10 }))
    await store.openLife(life('b1', ['a']))
    const stray = store.append(frames('b2', [[1, T0, 5]]))
    const good = store.append(frames('b1', [[1, T0, 5]]))
    const strayEvents = store.appendEvents('nobody.b', 'b1', [{ atMs: T0, type: 'log', level: 'info', message: 'm' }])
    await expect(stray).rejects.toThrow('not opened')
    await expect(strayEvents).rejects.toThrow('not opened')
    await expect(good).resolves.toBeUndefined()
  })
})

describe('a store whose core does not answer', () => {
  it('refuses frames past its memory for them, and takes them again once the core has answered', async () => {
    const options = { folder: temporaryFolder(), unwrittenBytes: 64_000, commitEveryMs: 10 }
    const core = new HistoryCore(storeSettings(options), T0, () => {})
    const answers: (() => void)[] = []
    const link: CoreLink = {
      ...inThreadLink(core),
      call: async (operation, input) => {
        if (operation === 'write') await new Promise<void>((resolve) => answers.push(resolve))
        return runCall(core, operation, input)
      },
    }
    const store = new SqliteStore(link, storeSettings(options), () => T0)
    const opened = store.openLife(life('b1', ['a']))
    await expect.poll(() => answers.length).toBe(1)
    const rows = (first: number) => Array.from({ length: 3_900 }, (_, row) => [first + row, T0 + row, row])
    const kept = [store.append(frames('b1', rows(1))), store.append(frames('b1', rows(4_001)))]
    await expect.poll(() => answers.length).toBe(2)
    const third = store.append(frames('b1', rows(8_001)))
    await expect(store.append(frames('b1', rows(12_001)))).rejects.toThrow('cannot keep up')
    answers.splice(0).forEach((answer) => answer())
    await Promise.all([opened, ...kept])
    await expect.poll(() => answers.length).toBe(1)
    answers.splice(0).forEach((answer) => answer())
    await third
    const fourth = store.append(frames('b1', rows(12_001)))
    await expect.poll(() => answers.length).toBe(1)
    answers.splice(0).forEach((answer) => answer())
    await fourth
    await store.close()
  })
})

it('what gathered is sent when its time has come, though the loop does not come to its timers', async () => {
  const settings = storeSettings({ folder: temporaryFolder(), commitEveryMs: 20 })
  const core = new HistoryCore(settings, T0, () => {})
  const inner = inThreadLink(core)
  let writes = 0
  const link: CoreLink = {
    ...inner,
    call: (operation, input) => {
      if (operation === 'write') writes++
      return inner.call(operation, input)
    },
  }
  const store = new SqliteStore(link, settings, () => T0)
  onTestFinished(() => store.close())
  await store.openLife(life('b1', ['a']))
  const opened = writes
  const first = store.append(frames('b1', [[1, T0, 5]]))
  const until = performance.now() + 30
  while (performance.now() < until);
  expect(writes).toBe(opened)
  // What arrives next, in the same turn of the loop, finds it due.
  const second = store.append(frames('b1', [[2, T0 + 1_000, 6]]))
  expect(writes).toBe(opened + 1)
  await Promise.all([first, second])
  expect(writes).toBe(opened + 1)
})

it('a disk that does not answer is told as one that refuses, until it does', async () => {
  const settings = storeSettings({ folder: temporaryFolder(), commitEveryMs: 20 })
  const inner = inThreadLink(new HistoryCore(settings, T0, () => {}))
  let nowMs = T0
  let answer = (): void => undefined
  const link: CoreLink = {
    ...inner,
    call: async (operation, input) => {
      if (operation === 'write') await new Promise<void>((resolve) => (answer = resolve))
      return inner.call(operation, input)
    },
  }
  const store = new SqliteStore(link, settings, () => nowMs)
  const opened = store.openLife(life('b1', ['a']))
  const asked = answer
  await expect.poll(() => answer === asked).toBe(false)
  nowMs += 9_000
  expect(store.health()).toEqual({ state: 'ready' })
  nowMs += 2_000
  expect(store.health()).toMatchObject({ state: 'failing', sinceMs: T0 })
  answer()
  await opened
  expect(store.health()).toEqual({ state: 'ready' })
  await store.close()
})
