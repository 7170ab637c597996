import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { Store } from '../store'
import { openSqliteStore } from './open-store'
import type { CoreLink } from './core-calls'
import { type StoreSettings, storeSettings } from './options'
import { SqliteStore } from './sqlite-store'
import { buildWorker, frames, life, T0, temporaryFolder } from './testing/made-up'
import { openWorkerLink } from './worker-link'

const COMMIT_EVERY_MS = 20
const TRIES = 1_000

async function opened(): Promise<{ store: Store; folder: string; logged: string[] }> {
  const folder = temporaryFolder()
  const logged: string[] = []
  const store = await openSqliteStore({
    folder,
    workerUrl: buildWorker('testing/mortal.ts'),
    commitEveryMs: COMMIT_EVERY_MS,
    now: () => T0,
    onLog: (level, message) => logged.push(`${level}: ${message}`),
  })
  onTestFinished(() => store.close())
  return { store, folder, logged }
}

/** Has frames kept as an agent does: what is refused is sent again until it is acknowledged. Answers with the refusals. */
async function keepStubbornly(store: Store, rows: readonly (readonly number[])[]): Promise<string[]> {
  const refusals: string[] = []
  while (refusals.length < TRIES) {
    try {
      await store.append(frames('b1', rows))
      return refusals
    } catch (error) {
      refusals.push(String(error))
      // A refusal may come at once, and nothing else would have its turn.
      await setTimeout(COMMIT_EVERY_MS)
    }
  }
  throw new Error(`refused ${TRIES} times, at last: ${refusals.at(-1)}`)
}

it.each(['throws', 'exits', 'runs out of memory'])(
  'is started again where its thread %s, and every frame is there once, acknowledged before or sent again',
  async (how) => {
    const { store, folder, logged } = await opened()
    await store.openLife(life('b1', ['a']))
    await store.append(frames('b1', [[1, T0, 1]]))

    writeFileSync(join(folder, 'die'), how)
    const second = [2, T0 + 1_000, 2]
    // A thread that throws may have committed first.
    for (const refusal of await keepStubbornly(store, [second]))
      expect(refusal).toMatch(/^CoreLost: the history's thread ended: /u)
    await expect.poll(() => logged[0]).toMatch(/^error: The history's thread ended: .*; another one is started\.$/u)
    // Sent once more, as by an agent that did not get its answer.
    await keepStubbornly(store, [second, [3, T0 + 2_000, 3]])
    expect(store.health()).toEqual({ state: 'ready' })
    expect(logged).toHaveLength(1)
    const [a] = await store.series({ process: 'api.a', names: ['a'], fromMs: 0, toMs: T0 * 2 })
    expect(a?.points).toEqual([
      [T0, 1],
      [T0 + 1_000, 2],
      [T0 + 2_000, 3],
    ])
  },
  120_000,
)

it('says that it fails while its thread is gone, refuses what is asked, and closes', async () => {
  const { store, folder } = await opened()
  await store.openLife(life('b1', ['a']))
  writeFileSync(join(folder, 'die'), 'exits')
  await expect(store.series({ process: 'api.a', names: ['a'], fromMs: 0, toMs: 1 })).rejects.toThrow('status 3')
  await expect.poll(() => store.health().state, { interval: 1 }).toBe('failing')
  await expect.poll(() => store.health().state).toBe('ready')

  writeFileSync(join(folder, 'die'), 'exits')
  await expect(store.processes()).rejects.toThrow('status 3')
  await store.close()
})

const openedLink = (settings: StoreSettings) =>
  openWorkerLink({
    workerUrl: buildWorker('testing/mortal.ts'),
    settings,
    now: () => T0,
    onLog: () => undefined,
  })

it('takes answers where the event loop does not come to them', async () => {
  const link = await openedLink(storeSettings({ folder: temporaryFolder() }))
  onTestFinished(async () => {
    await link.call('close', { nowMs: T0 })
    await link.end()
  })
  const asked = link.call('processes', null)
  const untilMs = performance.now() + 10_000
  let hasAny = false
  // No turn of the loop.
  while (!hasAny && performance.now() < untilMs) hasAny = link.catchUp()
  expect(hasAny).toBe(true)
  expect(await asked).toEqual([])
  expect(link.catchUp()).toBe(false)
})

it('writes what gathered behind a write that was answered, though the event loop does not come to the answer', async () => {
  const settings = storeSettings({ folder: temporaryFolder(), commitEveryMs: 60_000 })
  const link = await openedLink(settings)
  let writes = 0
  const counted: CoreLink = {
    restarts: 0,
    onLost: () => undefined,
    call(operation, input) {
      if (operation === 'write') writes++
      return link.call(operation, input)
    },
    catchUp: () => link.catchUp(),
    end: () => link.end(),
  }
  const store = new SqliteStore(counted, settings, () => T0)
  onTestFinished(() => store.close())
  await store.openLife(life('b1', ['a']))
  const opened = writes
  const appended: Promise<void>[] = []
  const untilMs = performance.now() + 20_000
  const hasWritten = () => writes >= opened + 2
  for (let seq = 1; !hasWritten() && performance.now() < untilMs; seq += 100) {
    const rows = Array.from({ length: 100 }, (_, row) => [seq + row, T0 + seq + row, row])
    appended.push(store.append(frames('b1', rows)))
    // No turn of the loop: what was promised, and nothing else.
    await Promise.resolve()
  }
  expect(writes).toBe(opened + 2)
  await store.close()
  await Promise.all(appended)
})
