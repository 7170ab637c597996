/** How many there are of each class, what they take themselves, and what they keep. */
import type { ClassTable } from './classes'
import type { Dominators } from './dominators'
import type { HeapGraph } from './graph'

export interface ClassSums {
  counts: Float64Array
  shallowBytes: Float64Array
  /** What the instances keep together: one that another instance keeps already is not counted twice. */
  retainedBytes: Float64Array
}

/** Of all nodes, or of those that `isCounted` marks with 1. */
export function sumByClass(
  graph: HeapGraph,
  { classes, classOf }: ClassTable,
  { dominators, retainedBytes }: Dominators,
  isCounted: Uint8Array | null = null,
): ClassSums {
  const sums: ClassSums = {
    counts: new Float64Array(classes.length),
    shallowBytes: new Float64Array(classes.length),
    retainedBytes: new Float64Array(classes.length),
  }
  const below = dominatedBy(dominators)
  /** How many nodes of the class are open on the way down to the one that is looked at. */
  const open = new Uint32Array(classes.length)
  const path = new Uint32Array(graph.nodeCount)
  const next = below.first.slice(0, graph.nodeCount)
  const counts = (node: number) => isCounted === null || isCounted[node] === 1
  const enter = (node: number) => {
    if (!counts(node)) return
    const own = classOf[node] as number
    sums.counts[own] = (sums.counts[own] as number) + 1
    sums.shallowBytes[own] = (sums.shallowBytes[own] as number) + (graph.selfBytes[node] as number)
    if (open[own] === 0) sums.retainedBytes[own] = (sums.retainedBytes[own] as number) + (retainedBytes[node] as number)
    open[own] = (open[own] as number) + 1
  }
  let depth = graph.nodeCount === 0 ? 0 : 1
  if (depth > 0) enter(0)
  while (depth > 0) {
    const node = path[depth - 1] as number
    const at = next[node] as number
    if (at < (below.first[node + 1] as number)) {
      next[node] = at + 1
      const child = below.nodes[at] as number
      path[depth] = child
      depth += 1
      enter(child)
    } else {
      const own = classOf[node] as number
      if (counts(node)) open[own] = (open[own] as number) - 1
      depth -= 1
    }
  }
  return sums
}

/** The dominator tree from above: the nodes under `n` are those from `first[n]` up to `first[n + 1]`. */
function dominatedBy(dominators: Uint32Array): { first: Uint32Array; nodes: Uint32Array } {
  const count = dominators.length
  const first = new Uint32Array(count + 2)
  for (let node = 1; node < count; node += 1) {
    const slot = (dominators[node] as number) + 2
    first[slot] = (first[slot] as number) + 1
  }
  for (let slot = 2; slot < first.length; slot += 1) first[slot] = (first[slot] as number) + (first[slot - 1] as number)
  const nodes = new Uint32Array(Math.max(0, count - 1))
  for (let node = 1; node < count; node += 1) {
    const slot = (dominators[node] as number) + 1
    nodes[first[slot] as number] = node
    first[slot] = (first[slot] as number) + 1
  }
  return { first, nodes }
}
