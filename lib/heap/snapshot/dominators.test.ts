import { describe, expect, it } from 'vitest'
import { known } from '../testing/analysed'
import { type MadeEdge, type MadeNode, madeHeap } from '../testing/made-snapshot'

const node = (name: string, id: number, bytes: number, edges: MadeEdge[], type = 'object'): MadeNode => ({
  type,
  name,
  id,
  bytes,
  edges,
})
const to = (target: number, type = 'property'): MadeEdge => ({ type, name: 'p', to: target })

/** By the definition: what cannot be reached any more when the node is taken away. */
function keptBy(nodes: readonly MadeNode[], without: number): number {
  const reached = (skipped: number) => {
    const seen = new Set<number>([0])
    const stack = [0]
    for (let at = stack.pop(); at !== undefined; at = stack.pop())
      for (const { to: target, type } of nodes[at]?.edges ?? [])
        if (target !== skipped && type !== 'weak' && (type !== 'shortcut' || at === 0) && !seen.has(target)) {
          seen.add(target)
          stack.push(target)
        }
    return seen
  }
  const still = reached(without)
  return [...reached(-1)].reduce((sum, at) => sum + (still.has(at) ? 0 : (nodes[at]?.bytes ?? 0)), 0)
}

describe('retained sizes', () => {
  it('are of what one object alone keeps, and not of what two share', async () => {
    const heap = [
      node('', 1, 0, [to(1), to(2)], 'synthetic'),
      node('Client', 3, 10, [to(3), to(4)]),
      node('Client', 5, 20, [to(4)]),
      node('Stream', 7, 40, []),
      node('Topic', 9, 80, []),
    ]
    const { dominators } = await known(heap)
    expect([...dominators.retainedBytes]).toEqual([150, 50, 20, 40, 80])
    expect([...dominators.dominators]).toEqual([0, 0, 0, 1, 0])
  })

  it('do not follow weak references, nor shortcuts other than those of the root', async () => {
    const heap = [
      node('', 1, 0, [to(1), to(4, 'shortcut')], 'synthetic'),
      node('WeakRef', 3, 10, [to(2, 'weak'), to(3, 'shortcut')]),
      node('Gone', 5, 20, []),
      node('Target', 7, 40, []),
      node('global', 9, 80, []),
    ]
    const { dominators } = await known(heap)
    expect([...dominators.retainedBytes]).toEqual([150, 10, 20, 40, 80])
  })

  it('are what cannot be reached without the node, in heaps without order', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const heap = madeHeap(seed, 60).map((made) => ({
        ...made,
        // Nothing but what is held: how the rest hangs together is a convention, which the figures of memlab hold.
        edges: made.edges.filter(({ type }) => type !== 'weak'),
      }))
      for (let at = 1; at < heap.length; at += 1) heap[Math.floor((at - 1) / 2)]?.edges.push(to(at))
      const { dominators } = await known(heap)
      const wanted = heap.map((_, at) => (at === 0 ? dominators.retainedBytes[0] : keptBy(heap, at)))
      expect([...dominators.retainedBytes]).toEqual(wanted)
    }
  })

  it('need no deep stack for a list of a hundred thousand', async () => {
    const count = 100_000
    const heap = Array.from({ length: count }, (_, at) =>
      node('Link', at * 2 + 1, 1, at + 1 < count ? [to(at + 1)] : []),
    )
    const { dominators } = await known(heap)
    expect(dominators.retainedBytes[0]).toBe(count)
    expect(dominators.retainedBytes[count - 10]).toBe(10)
  })
})
