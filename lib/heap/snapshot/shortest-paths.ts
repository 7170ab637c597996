/**
 * The shortest way from the root to every node. A way through compiled code, the stack or a handle is taken only where there is no other:
 * what a person can act on is a variable or a property. Weak references keep nothing and are no way.
 */
import { edgeLabel, type HeapGraph, nodeName } from './graph'

export interface ShortestPaths {
  /** For each node the one before it on its way, and the edge between them; the root's and those of what is not reached are `NO_WAY`. */
  sources: Uint32Array
  edges: Uint32Array
}

export const NO_WAY = 0xffff_ffff

const ROOT = 0
const LAST_RESORTS =
  /^\((?:Stack roots|Handle scope|Debugger|Compilation cache|Internalized strings|Builtins|Startup object cache)\)$/u

export function shortestPaths(graph: HeapGraph): ShortestPaths {
  const { nodeCount, firstEdges, edgeTypes, edgeTargets, types } = graph
  const sources = new Uint32Array(nodeCount).fill(NO_WAY)
  const edges = new Uint32Array(nodeCount).fill(NO_WAY)
  const weak = graph.edgeTypeNames.indexOf('weak')
  const isPoor = poorNodes(graph)
  const synthetic = graph.typeNames.indexOf('synthetic')
  const [queue, later] = [new Uint32Array(nodeCount), new Uint32Array(nodeCount)]
  const isTaken = new Uint8Array(nodeCount)
  const isPutOff = new Uint8Array(nodeCount)
  let [head, tail, laterHead, laterTail] = [0, 1, 0, 0]
  isTaken[ROOT] = 1

  while (head < tail || laterHead < laterTail) {
    if (head === tail) {
      const node = later[laterHead] as number
      laterHead += 1
      if (isTaken[node] === 1) continue
      isTaken[node] = 1
      queue[tail] = node
      tail += 1
    }
    const source = queue[head] as number
    head += 1
    const end = firstEdges[source + 1] as number
    for (let edge = firstEdges[source] as number; edge < end; edge += 1) {
      const target = edgeTargets[edge] as number
      if (isTaken[target] === 1 || edgeTypes[edge] === weak) continue
      const isLastResort =
        isPoor[target] === 1 || isPoor[source] === 1 || (types[source] === synthetic && isOfCompiler(graph, edge))
      if (isLastResort && isPutOff[target] === 1) continue
      sources[target] = source
      edges[target] = edge
      if (isLastResort) {
        isPutOff[target] = 1
        later[laterTail] = target
        laterTail += 1
      } else {
        isTaken[target] = 1
        queue[tail] = target
        tail += 1
      }
    }
  }
  return { sources, edges }
}

/** What a compiler that runs beside the program looks at just now is a root for as long as it does. */
function isOfCompiler(graph: HeapGraph, edge: number): boolean {
  return edgeLabel(graph, edge).includes('IdentityMap')
}

function poorNodes(graph: HeapGraph): Uint8Array {
  const isPoor = new Uint8Array(graph.nodeCount)
  const [code, synthetic] = [graph.typeNames.indexOf('code'), graph.typeNames.indexOf('synthetic')]
  for (let node = 0; node < graph.nodeCount; node += 1)
    if (graph.types[node] === code || (graph.types[node] === synthetic && LAST_RESORTS.test(nodeName(graph, node))))
      isPoor[node] = 1
  return isPoor
}
