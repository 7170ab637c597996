import { expect, it, onTestFinished } from 'vitest'
import type { Store, VerdictChange } from '../store'
import { openStoreInThread } from './open-store'
import { DrivenCore } from './testing/driven-core'
import { frames, life, T0, temporaryFolder } from './testing/made-up'

const DAY_MS = 86_400_000

async function opened(folder = temporaryFolder(), nowMs = T0): Promise<Store> {
  const store = await openStoreInThread({ folder, now: () => nowMs })
  onTestFinished(() => store.close())
  return store
}

const all = { fromMs: 0, toMs: 1e14 }

it('keeps annotations with ids that rise, and answers with those that concern what was asked for', async () => {
  const store = await opened()
  await store.openLife(life('b1', ['a']))
  const note = (title: string, rest = {}) => store.addAnnotation({ atMs: T0, kind: 'note', title, ...rest })
  const [everywhere, ofService, ofOther] = await Promise.all([
    note('everywhere', { author: 'ann' }),
    note('the service', { service: 'api' }),
    note('another service', { service: 'mesh' }),
  ])
  const ofProcess = await note('the process', { process: 'api.a' })
  await note('its neighbour', { process: 'api.b', service: 'api' })
  await note('a stranger', { process: 'nobody.b' })
  expect(everywhere).toEqual({ id: 1, atMs: T0, kind: 'note', title: 'everywhere', author: 'ann', createdMs: T0 })
  expect(ofProcess).toMatchObject({ id: 4, service: 'api', process: 'api.a' })

  const titles = async (query: object) => (await store.annotations({ ...all, ...query })).map(({ title }) => title)
  expect(await store.annotations({ ...all, process: 'api.a' })).toEqual([everywhere, ofService, ofProcess])
  expect(await titles({ service: 'api' })).toEqual(['everywhere', 'the service', 'the process', 'its neighbour'])
  expect(await store.annotations({ ...all, service: 'mesh' })).toEqual([everywhere, ofOther])
  expect(await titles({ process: 'nobody.b' })).toEqual(['everywhere', 'a stranger'])
  expect(await titles({})).toHaveLength(6)
  expect(await titles({ fromMs: T0 + 1 })).toEqual([])
  expect(await titles({ fromMs: T0, toMs: T0 })).toHaveLength(6)
})

it('keeps changes of verdict in the order of time, all of a call or none', async () => {
  const folder = temporaryFolder()
  const store = await opened(folder)
  await store.openLife(life('b1', ['a']))
  const first: VerdictChange = {
    process: 'api.a',
    series: 'a',
    atMs: T0,
    from: null,
    to: 'growing',
    reason: { slopePerHour: 12.5, words: ['rises'] },
  }
  const second: VerdictChange = { ...first, atMs: T0 - 5, from: 'growing', to: 'steady', reason: 'it fell' }
  await store.appendVerdicts([first, second])
  await expect(store.appendVerdicts([first, { ...first, process: 'nobody.b' }])).rejects.toThrow(
    'the process nobody.b, which was not opened',
  )
  await store.close()

  const again = await opened(folder)
  expect(await again.verdictChanges('api.a', T0 - 5, T0)).toEqual([second, first])
  expect(await again.verdictChanges('api.a', T0, T0)).toEqual([first])
  expect(await again.verdictChanges('nobody.b', 0, 1e14)).toEqual([])
})

it('puts, replaces and deletes records in order, and gives them back after it was opened again', async () => {
  const folder = temporaryFolder()
  const store = await opened(folder)
  const body = { state: 'pending', notes: [1, null] }
  const put = store.putRecords('alerts', [
    { id: 'b', body },
    { id: 'a', body: 'first' },
  ])
  body.state = 'changed after the call'
  const replaced = store.putRecords('alerts', [
    { id: 'a', body: 7 },
    { id: 'gone', body: 1 },
    { id: 'gone', body: null },
    { id: 'never there', body: null },
  ])
  expect(await store.records('alerts')).toEqual([
    { id: 'a', body: 7, updatedMs: T0 },
    { id: 'b', body: { state: 'pending', notes: [1, null] }, updatedMs: T0 },
  ])
  expect(await store.records('silences')).toEqual([])
  await Promise.all([put, replaced])
  await store.close()

  const again = await opened(folder, T0 + 1)
  await again.putRecords('alerts', [{ id: 'b', body: null }])
  expect(await again.records('alerts')).toEqual([{ id: 'a', body: 7, updatedMs: T0 }])
})

it('refuses records that are no JSON, too long or too many, and puts nothing of that call', async () => {
  const store = await opened()
  const put = (...changes: { id: string; body: unknown }[]) => store.putRecords('alerts', changes)
  const good = { id: 'good', body: 1 }
  await expect(put(good, { id: '', body: 1 })).rejects.toThrow("a record's id has 1 to 200 characters, and one of 0")
  await expect(put(good, { id: 'x', body: undefined })).rejects.toThrow('the record x is no JSON value')
  await expect(put(good, { id: 'x', body: 'y'.repeat(1_000_000) })).rejects.toThrow('at most 1000000 are kept')
  const tooMany = Array.from({ length: 100_001 }, (_, at) => ({ id: String(at), body: at }))
  await expect(put(...tooMany)).rejects.toThrow(RangeError)
  expect(await store.records('alerts')).toEqual([])
  await put(...tooMany.slice(1))
  expect(await store.records('alerts')).toHaveLength(100_000)
})

it('keeps annotations and changes of verdict for a year, and drops those of a process that is forgotten', () => {
  const core = new DrivenCore({ folder: temporaryFolder() })
  core.write([life('b1', ['a'])], [frames('b1', [[1, T0, 1]])])
  const notes = (atMs: number) => [
    { type: 'annotation' as const, annotation: { atMs, kind: 'note' as const, title: 'n' } },
    {
      type: 'verdicts' as const,
      changes: [{ process: 'api.a', series: 'a', atMs, from: null, to: 'steady' as const, reason: '1' }],
    },
  ]
  core.write([], [], [...notes(T0), ...notes(T0 + DAY_MS)])
  core.write([], [frames('b1', [[2, T0 + DAY_MS, 1]])])
  core.nowMs = T0 + 364 * DAY_MS
  core.tend()
  expect([core.rows('annotation'), core.rows('verdict_change')]).toEqual([2, 2])
  core.nowMs = T0 + 365.5 * DAY_MS
  core.tend()
  expect([core.rows('annotation'), core.rows('verdict_change')]).toEqual([1, 1])
  for (let day = 366; day < 735 && core.rows('process') > 0; day++) {
    core.nowMs = T0 + day * DAY_MS
    core.tend()
  }
  expect([core.rows('process'), core.rows('verdict_change')]).toEqual([0, 0])
})

it('keeps the newest ten thousand changes of verdict of a process', async () => {
  const store = await opened()
  await store.openLife(life('b1', ['a']))
  const changes = Array.from({ length: 10_500 }, (_, at): VerdictChange => {
    return { process: 'api.a', series: 'a', atMs: T0 + at, from: null, to: 'steady', reason: null }
  })
  await store.appendVerdicts(changes.slice(0, 6_000))
  await store.appendVerdicts(changes.slice(6_000))
  const kept = await store.verdictChanges('api.a', 0, 1e14)
  expect(kept).toHaveLength(10_000)
  expect(kept[0]?.atMs).toBe(T0 + 500)
})
