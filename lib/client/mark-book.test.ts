import { afterEach, describe, expect, it } from 'vitest'
import type { Annotation } from '../protocol/annotations'
import { askOf } from './ask'
import { MarkBook } from './mark-book'
import { StandInHub } from './testing/stand-in-hub'

const NOW = Date.UTC(2026, 10, 21, 12)
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const annotation = (id: number, atMs: number, more: Partial<Annotation> = {}): Annotation => ({
  id,
  atMs,
  kind: 'note',
  title: `note ${id}`,
  createdMs: atMs,
  ...more,
})

async function start(kept: Annotation[] = [], capacity?: number) {
  const hub = new StandInHub()
  const url = await hub.start()
  cleanUps.push(() => hub.stop())
  hub.answers.set('GET /api/v1/annotations', ({ query }) => {
    const [fromMs, toMs] = [Number(query.get('fromMs')), Number(query.get('toMs'))]
    return { body: { annotations: kept.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs) } }
  })
  let changes = 0
  const ask = askOf(() => url, fetch)
  const book = new MarkBook('p', { ask, nowMs: () => NOW, changed: () => (changes += 1) }, capacity)
  book.knowService('gateway')
  return { hub, book, changes: () => changes, ids: () => book.marks().map(({ id }) => id) }
}

describe('the marks of a process', () => {
  it('are asked for once for a window, and again for another', async () => {
    const { hub, book, ids } = await start([annotation(1, NOW - 5_000), annotation(2, NOW - 900_000)])
    await book.look(NOW - 60_000)
    await book.look(NOW - 30_000)
    expect(ids()).toEqual([1])
    expect(hub.requests).toHaveLength(1)
    expect(hub.requests[0]?.query.get('process')).toBe('p')
    await book.look(NOW - 1_000_000, NOW)
    expect(ids()).toEqual([2, 1])
  })

  it('are those of the process, of its service, and of all', async () => {
    const { book, ids } = await start()
    book.take(annotation(1, NOW, { process: 'p', service: 'gateway' }))
    book.take(annotation(2, NOW, { service: 'gateway' }))
    book.take(annotation(3, NOW))
    book.take(annotation(4, NOW, { process: 'other', service: 'gateway' }))
    book.take(annotation(5, NOW, { service: 'worker' }))
    expect(ids()).toEqual([1, 2, 3])
  })

  it('stand once each and in order, however they came', async () => {
    const { book, ids } = await start([annotation(1, NOW - 2_000), annotation(2, NOW - 1_000)])
    book.take(annotation(2, NOW - 1_000))
    await book.look(NOW - 60_000)
    book.take(annotation(3, NOW - 1_500))
    expect(ids()).toEqual([1, 3, 2])
  })

  it('are bounded: the oldest go', async () => {
    const { book, ids } = await start([], 2)
    for (const id of [1, 2, 3]) book.take(annotation(id, NOW + id))
    expect(ids()).toEqual([2, 3])
  })

  it('that were added while the link was lost come when it is back', async () => {
    const kept = [annotation(1, NOW - 5_000)]
    const { book, ids } = await start(kept)
    await book.look(NOW - 60_000)
    kept.push(annotation(2, NOW - 3_000))
    await book.again()
    expect(ids()).toEqual([1, 2])
  })

  it('stay as they are where the hub cannot answer', async () => {
    const { hub, book, ids } = await start([annotation(1, NOW - 5_000)])
    await book.look(NOW - 60_000)
    await hub.stop()
    await book.look(NOW - 120_000)
    expect(ids()).toEqual([1])
  })
})
