/**
 * Who dominates whom: everything that is reached only by way of a node is kept by it, and counts as its retained size.
 * Lengauer and Tarjan, "A fast algorithm for finding dominators in a flowgraph" (1979), in the simple form with path compression.
 *
 * Which references count is what Chrome's DevTools and memlab hold: no weak ones, no shortcuts but those of the root, and none from
 * what only a debugger holds into what the program reaches. What nothing but weak references or its like reaches hangs on the root.
 */
import type { HeapGraph } from './graph'

export interface Dominators {
  /** The immediate dominator of each node; the root's is itself. */
  dominators: Uint32Array
  /** Self size and that of all it dominates. */
  retainedBytes: Float64Array
}

const ROOT = 0

export function findDominators(graph: HeapGraph): Dominators {
  const counts = countingEdges(graph)
  const walk = depthFirst(graph, counts)
  const dominators = lengauerTarjan(walk, predecessors(graph, counts))
  const retainedBytes = Float64Array.from(graph.selfBytes)
  // From the last visited to the first: each is complete before its dominator takes it in.
  for (let at = graph.nodeCount - 1; at > 0; at -= 1) {
    const node = walk.order[at] as number
    const dominator = dominators[node] as number
    retainedBytes[dominator] = (retainedBytes[dominator] as number) + (retainedBytes[node] as number)
  }
  return { dominators, retainedBytes }
}

/** For each edge, whether it keeps its target. */
function countingEdges(graph: HeapGraph): Uint8Array {
  const { nodeCount, firstEdges, edgeTypes, edgeTargets } = graph
  const [weak, shortcut] = [graph.edgeTypeNames.indexOf('weak'), graph.edgeTypeNames.indexOf('shortcut')]
  const isReached = reachedByProgram(graph, weak, shortcut)
  const counts = new Uint8Array(graph.edgeCount)
  for (let node = 0; node < nodeCount; node += 1) {
    const end = firstEdges[node + 1] as number
    for (let edge = firstEdges[node] as number; edge < end; edge += 1) {
      const type = edgeTypes[edge]
      const target = edgeTargets[edge] as number
      const isForeign = node !== ROOT && isReached[target] === 1 && isReached[node] === 0
      if (target !== node && type !== weak && (type !== shortcut || node === ROOT) && !isForeign) counts[edge] = 1
    }
  }
  return counts
}

function reachedByProgram(
  { nodeCount, firstEdges, edgeTypes, edgeTargets }: HeapGraph,
  weak: number,
  shortcut: number,
) {
  const isReached = new Uint8Array(nodeCount)
  const stack = new Uint32Array(nodeCount)
  let depth = 0
  const visit = (node: number, skipped: number) => {
    const end = firstEdges[node + 1] as number
    for (let edge = firstEdges[node] as number; edge < end; edge += 1) {
      const target = edgeTargets[edge] as number
      if (edgeTypes[edge] === skipped || isReached[target] === 1) continue
      isReached[target] = 1
      stack[depth] = target
      depth += 1
    }
  }
  visit(ROOT, shortcut)
  while (depth > 0) {
    depth -= 1
    visit(stack[depth] as number, weak)
  }
  return isReached
}

/** Counting edges, turned around: the sources of node `n` are those from `first[n]` up to `first[n + 1]`. */
interface Predecessors {
  first: Uint32Array
  sources: Uint32Array
}

function predecessors({ nodeCount, firstEdges, edgeTargets }: HeapGraph, counts: Uint8Array): Predecessors {
  const first = new Uint32Array(nodeCount + 2)
  let total = 0
  for (let edge = 0; edge < counts.length; edge += 1) {
    if (counts[edge] === 0) continue
    const slot = (edgeTargets[edge] as number) + 2
    first[slot] = (first[slot] as number) + 1
    total += 1
  }
  for (let node = 2; node < first.length; node += 1) first[node] = (first[node] as number) + (first[node - 1] as number)
  const sources = new Uint32Array(total)
  for (let node = 0; node < nodeCount; node += 1) {
    const end = firstEdges[node + 1] as number
    for (let edge = firstEdges[node] as number; edge < end; edge += 1) {
      if (counts[edge] === 0) continue
      const slot = (edgeTargets[edge] as number) + 1
      sources[first[slot] as number] = node
      first[slot] = (first[slot] as number) + 1
    }
  }
  return { first, sources }
}

interface Walk {
  /** All nodes, as they were visited. */
  order: Uint32Array
  /** For each node, when it was visited, from 0. */
  turns: Uint32Array
  /** By turn, the turn of the node it was reached from; 0 also for what was not reached. */
  parents: Uint32Array
  /** By turn, 1 where nothing that counts leads to it from the root. */
  isAdrift: Uint8Array
}

const NOT_YET = 0xffff_ffff

function depthFirst(graph: HeapGraph, counts: Uint8Array): Walk {
  const { nodeCount, firstEdges, edgeTargets } = graph
  const order = new Uint32Array(nodeCount)
  const turns = new Uint32Array(nodeCount).fill(NOT_YET)
  const parents = new Uint32Array(nodeCount)
  const isAdrift = new Uint8Array(nodeCount)
  const nextEdges = Uint32Array.from(firstEdges.subarray(0, nodeCount))
  let visited = 0

  const take = (node: number, parent: number) => {
    turns[node] = visited
    order[visited] = node
    parents[visited] = parent
    visited += 1
  }
  const walkFrom = (start: number) => {
    take(start, 0)
    const startTurn = turns[start] as number
    let turn = startTurn
    for (;;) {
      const node = order[turn] as number
      const end = firstEdges[node + 1] as number
      let edge = nextEdges[node] as number
      while (edge < end && (counts[edge] === 0 || turns[edgeTargets[edge] as number] !== NOT_YET)) edge += 1
      nextEdges[node] = edge + 1
      if (edge < end) {
        take(edgeTargets[edge] as number, turn)
        turn = visited - 1
      } else if (turn === startTurn) return
      else turn = parents[turn] as number
    }
  }

  walkFrom(ROOT)
  if (visited < nodeCount) {
    const isHeld = heldAtAll(graph)
    for (let node = 0; node < nodeCount; node += 1) {
      if (turns[node] !== NOT_YET || isHeld[node] === 1) continue
      isAdrift[visited] = 1
      walkFrom(node)
    }
    // What is left holds itself in circles. The root dominates it, but it takes nothing from what dominates the rest.
    for (let node = 0; node < nodeCount; node += 1) if (turns[node] === NOT_YET) take(node, 0)
  }
  return { order, turns, parents, isAdrift }
}

/** For each node, whether anything but weak references and shortcuts leads to it. */
function heldAtAll({ nodeCount, edgeTypes, edgeTargets, edgeTypeNames }: HeapGraph): Uint8Array {
  const [weak, shortcut] = [edgeTypeNames.indexOf('weak'), edgeTypeNames.indexOf('shortcut')]
  const isHeld = new Uint8Array(nodeCount)
  for (let edge = 0; edge < edgeTargets.length; edge += 1)
    if (edgeTypes[edge] !== weak && edgeTypes[edge] !== shortcut) isHeld[edgeTargets[edge] as number] = 1
  return isHeld
}

const NONE = 0xffff_ffff

/** All working arrays go by turn of visit, so that "earlier" is "less". Answers the dominator of each node. */
function lengauerTarjan({ order, turns, parents, isAdrift }: Walk, { first, sources }: Predecessors): Uint32Array {
  const count = order.length
  const semi = Uint32Array.from({ length: count }, (_, turn) => turn)
  const best = Uint32Array.from(semi)
  const ancestors = new Uint32Array(count).fill(NONE)
  const found = new Uint32Array(count)
  const bucketHeads = new Uint32Array(count).fill(NONE)
  const bucketNext = new Uint32Array(count)
  const climb = new Uint32Array(count)

  /** The turn of least semidominator on the way up from `turn` in the forest so far; shortens the way as it goes. */
  const evaluate = (turn: number): number => {
    if (ancestors[turn] === NONE) return turn
    let depth = 0
    let at = turn
    while (ancestors[ancestors[at] as number] !== NONE) {
      climb[depth] = at
      depth += 1
      at = ancestors[at] as number
    }
    while (depth > 0) {
      depth -= 1
      const lower = climb[depth] as number
      const upper = ancestors[lower] as number
      if ((semi[best[upper] as number] as number) < (semi[best[lower] as number] as number))
        best[lower] = best[upper] as number
      ancestors[lower] = ancestors[upper] as number
    }
    return best[turn] as number
  }

  for (let turn = count - 1; turn > 0; turn -= 1) {
    const node = order[turn] as number
    const from = first[node] as number
    const end = first[node + 1] as number
    let least = isAdrift[turn] === 1 || from === end ? 0 : (semi[turn] as number)
    for (let at = from; at < end; at += 1) {
      const candidate = semi[evaluate(turns[sources[at] as number] as number)] as number
      if (candidate < least) least = candidate
    }
    semi[turn] = least
    bucketNext[turn] = bucketHeads[least] as number
    bucketHeads[least] = turn
    const parent = parents[turn] as number
    ancestors[turn] = parent
    for (let at = bucketHeads[parent] as number; at !== NONE; at = bucketNext[at] as number) {
      const lowest = evaluate(at)
      found[at] = (semi[lowest] as number) < (semi[at] as number) ? lowest : parent
    }
    bucketHeads[parent] = NONE
  }

  const dominators = new Uint32Array(count)
  for (let turn = 1; turn < count; turn += 1) {
    if (found[turn] !== semi[turn]) found[turn] = found[found[turn] as number] as number
    dominators[order[turn] as number] = order[found[turn] as number] as number
  }
  return dominators
}
