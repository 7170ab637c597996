/** A heap as a graph in typed arrays: nodes in the order of the file, the edges of a node side by side. Node 0 is the root. */

export interface HeapGraph {
  nodeCount: number
  edgeCount: number
  /** What the values of `types` and `edgeTypes` mean. */
  typeNames: string[]
  edgeTypeNames: string[]
  types: Uint8Array
  /** Into `strings`. */
  names: Uint32Array
  /** V8's own ids: the same for as long as the object lives, in all snapshots of one process. */
  ids: Uint32Array
  selfBytes: Float64Array
  /** The edges of node `n` are those from `firstEdges[n]` up to `firstEdges[n + 1]`. */
  firstEdges: Uint32Array
  edgeTypes: Uint8Array
  /** Into `strings`; for edges of type `element` and `hidden`, an index. */
  edgeNames: Uint32Array
  edgeTargets: Uint32Array
  /** Names of constructors, functions, properties and the like; what strings held is left out, and is ''. */
  strings: string[]
  locations: LocationTable
}

/** Where the functions and constructors of some nodes stand; lines and columns from 0. */
export interface LocationTable {
  /** For each node its row, or -1. */
  rows: Int32Array
  scriptIds: Int32Array
  lines: Int32Array
  columns: Int32Array
}

export function nodeName(graph: HeapGraph, node: number): string {
  return graph.strings[graph.names[node] ?? 0] ?? ''
}

export function nodeType(graph: HeapGraph, node: number): string {
  return graph.typeNames[graph.types[node] ?? 0] ?? ''
}

export function edgeType(graph: HeapGraph, edge: number): string {
  return graph.edgeTypeNames[graph.edgeTypes[edge] ?? 0] ?? ''
}

/** Its name, or its index as a word. */
export function edgeLabel(graph: HeapGraph, edge: number): string {
  const type = edgeType(graph, edge)
  const name = graph.edgeNames[edge] ?? 0
  return type === 'element' || type === 'hidden' ? String(name) : (graph.strings[name] ?? '')
}

/** The node behind the edge of this name, or -1. */
export function follow(graph: HeapGraph, node: number, name: string): number {
  const end = graph.firstEdges[node + 1] ?? 0
  for (let edge = graph.firstEdges[node] ?? 0; edge < end; edge += 1)
    if (edgeLabel(graph, edge) === name) return graph.edgeTargets[edge] ?? -1
  return -1
}

/** What the arrays of a graph take, and on top of it what its dominators take: known from the first lines of a file. */
export function bytesNeeded(nodeCount: number, edgeCount: number): number {
  const graph = nodeCount * (1 + 4 + 4 + 8 + 4 + 4) + edgeCount * (1 + 4 + 4)
  const dominators = nodeCount * (13 * 4 + 8) + edgeCount * (1 + 4)
  return graph + dominators
}
