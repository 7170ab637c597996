import { describe, expect, it } from 'vitest'
import { compareMade } from '../testing/analysed'
import type { MadeEdge, MadeNode } from '../testing/made-snapshot'

const to = (target: number, name = 'p'): MadeEdge => ({ type: 'property', name, to: target })
const object = (name: string, id: number, bytes: number, edges: MadeEdge[] = []): MadeNode => ({
  type: 'object',
  name,
  id,
  bytes,
  edges,
})
const root = (...edges: MadeEdge[]): MadeNode => ({ type: 'synthetic', name: '', id: 1, bytes: 0, edges })

/** A gateway with these streams, each with a window of its own. */
function heap(...ids: number[]): MadeNode[] {
  const streams = ids.map((id, at) => object('ClientStream', id, 40, [to(2 + ids.length + at, 'window')]))
  const windows = ids.map((id) => object('Window', id + 1_000, 8))
  return [
    root(to(1)),
    object(
      'Gateway',
      3,
      16,
      ids.map((_, at) => to(2 + at, `s${at}`)),
    ),
    ...streams,
    ...windows,
  ]
}

describe('two snapshots', () => {
  it('of one life tell what is new and what is gone, object by object', async () => {
    const { rows } = await compareMade(heap(11, 13, 15), heap(15, 17, 19, 21))
    const [top] = rows
    expect(top).toMatchObject({
      class: { name: 'ClientStream' },
      before: { count: 3, shallowBytes: 120, retainedBytes: 144 },
      after: { count: 4, shallowBytes: 160, retainedBytes: 192 },
      created: { count: 3, shallowBytes: 120, retainedBytes: 144 },
      freed: { count: 2, shallowBytes: 80 },
    })
    expect(rows.find(({ class: { name } }) => name === 'Gateway')?.created).toEqual({
      count: 0,
      shallowBytes: 0,
      retainedBytes: 0,
    })
    expect(top?.path?.sentence).toMatch(
      /^(?:3 new ClientStream|Of 3 new ClientStream, 1 of the 3 that were looked at) are kept as `s\d` of Gateway\.$/u,
    )
  })

  it('of two lives are compared by their sums, and do not say what they cannot know', async () => {
    const { rows } = await compareMade(heap(11), heap(11, 13, 15), false)
    expect(rows[0]).toMatchObject({ class: { name: 'ClientStream' }, created: null, freed: null })
    expect(rows[0]?.before?.count).toBe(1)
    expect(rows[0]?.after?.count).toBe(3)
  })

  it('list a class that is gone, without sums that it does not have', async () => {
    const { rows } = await compareMade([...heap(11), object('Old', 9, 5)], heap(11))
    expect(rows.find(({ class: { name } }) => name === 'Old')).toMatchObject({
      before: { count: 1 },
      after: null,
      freed: { count: 1, shallowBytes: 5 },
    })
  })

  it('rank what was replaced by as many below what grew', async () => {
    const { rows } = await compareMade(heap(11, 13), [...heap(21, 23), object('Small', 31, 1)])
    expect(rows[0]?.class.name).toBe('Small')
  })
})
