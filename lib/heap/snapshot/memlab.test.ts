/** Held against what memlab 2.0.5 says of the same files; `npm run bench:heap` holds it against memlab itself, on real heaps. */
import { describe, expect, it } from 'vitest'
import { known } from '../testing/analysed'
import { madeHeap } from '../testing/made-snapshot'
import figures from '../testing/memlab-figures.json'
import { sumByClass } from './sums'

const FILES = Object.entries(figures.seeds as unknown as Record<string, Record<string, number[]>>)

describe('the sums of a heap by class', () => {
  it.each(FILES)('are those of memlab: counts, shallow and retained sizes (heap %s)', async (seed, theirs) => {
    const { graph, table, dominators } = await known(madeHeap(Number(seed), figures.nodes))
    const sums = sumByClass(graph, table, dominators)
    const ours = table.classes.map(({ name, kind }, at) => {
      const key = `${kind} ${name.replace('(closure) ', '')}`
      return [key, [sums.counts[at], sums.shallowBytes[at], sums.retainedBytes[at]]] as const
    })
    expect(Object.fromEntries(ours)).toEqual(theirs)
  })
})
