/** What Tidemark says of a snapshot, class by class, as `memlab-figures.cjs` does: node our-figures.cjs SNAPSHOT OUT */
import { createReadStream, writeFileSync } from 'node:fs'
import { classify } from '../../lib/heap/snapshot/classes'
import { findDominators } from '../../lib/heap/snapshot/dominators'
import { readSnapshot } from '../../lib/heap/snapshot/read-snapshot'
import { sumByClass } from '../../lib/heap/snapshot/sums'

const [snapshot = '', out = ''] = process.argv.slice(2)

async function main(): Promise<void> {
  const startedAt = performance.now()
  const graph = await readSnapshot(createReadStream(snapshot, { highWaterMark: 1_048_576 }), { maxBytes: 8e9 })
  // memlab has no places for functions of Node: they go by their names here.
  graph.locations.rows.fill(-1)
  const table = classify(graph)
  const sums = sumByClass(graph, table, findDominators(graph))
  const tookMs = performance.now() - startedAt
  const classes = table.classes.map(({ name, kind }, at) => {
    const key = `${kind} ${kind === 'closure' ? name.replace(/^\(closure\) ?/u, '') : name}`
    const [count, shallowBytes, retainedBytes] = [sums.counts[at], sums.shallowBytes[at], sums.retainedBytes[at]]
    return [key, { count, shallowBytes, retainedBytes }]
  })
  const peakRssBytes = process.resourceUsage().maxRSS * 1024
  const { nodeCount, edgeCount } = graph
  writeFileSync(out, JSON.stringify({ tookMs, peakRssBytes, nodeCount, edgeCount, classes }))
}

void main()
