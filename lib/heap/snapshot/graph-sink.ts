/** Fills the arrays of a graph with the numbers of a snapshot, in the order of the file. */
import {
  CONTENT_TYPES,
  HeapSnapshotError,
  HeapTooLargeError,
  INDEXED_EDGES,
  type SnapshotHeader,
} from '../../protocol/heap-snapshot/header'
import type { SnapshotSink } from '../../protocol/heap-snapshot/scanner'
import { BitSet } from '../../protocol/heap-snapshot/bit-set'
import { bytesNeeded, type HeapGraph } from './graph'

export interface GraphLimits {
  /** For the arrays of the graph and of its dominators. */
  maxBytes: number
}

/** Whoever reads the bytes calls `finish` at the end. */
export class GraphSink implements SnapshotSink {
  private graph: HeapGraph | null = null
  private known: SnapshotHeader | null = null
  private nodeFill: ((values: Float64Array, count: number) => void) | null = null
  private edgeFill: ((values: Float64Array, count: number) => void) | null = null
  private readonly locationValues: number[] = []
  private readonly named = new BitSet()
  private nodesRead = 0
  private edgesRead = 0
  private hasStrings = false

  constructor(private readonly limits: GraphLimits) {}

  header(header: SnapshotHeader): void {
    const { nodeCount, edgeCount } = header
    const needed = bytesNeeded(nodeCount, edgeCount)
    if (needed > this.limits.maxBytes)
      throw new HeapTooLargeError(
        `The heap snapshot has ${nodeCount} objects and ${edgeCount} references; analysing it takes ${mebibytes(needed)} MiB, and ${mebibytes(this.limits.maxBytes)} MiB are allowed.`,
      )
    this.known = header
    this.graph = emptyGraph(header)
    this.nodeFill = this.nodeFiller(header, this.graph)
    this.edgeFill = this.edgeFiller(header, this.graph)
  }

  section(name: string): void {
    if (name !== 'strings') return
    this.hasStrings = true
    this.checkCount('nodes', this.nodesRead, this.known?.nodeCount ?? 0)
    this.checkCount('edges', this.edgesRead, this.known?.edgeCount ?? 0)
  }

  numbers(section: string, values: Float64Array, count: number): void {
    if (section === 'nodes') this.nodeFill?.(values, count)
    else if (section === 'edges') this.edgeFill?.(values, count)
    else if (section === 'locations') for (let at = 0; at < count; at += 1) this.locationValues.push(values[at] ?? 0)
  }

  string(bytes: Uint8Array): void {
    const { strings } = this.graph as HeapGraph
    // What strings held is neither needed nor wanted: a heap of text would be here twice.
    strings.push(this.named.has(strings.length) ? unescaped(bytes) : '')
  }

  finish(): HeapGraph {
    const { graph, known: header } = this
    if (graph === null || header === null || !this.hasStrings)
      throw new HeapSnapshotError('The heap snapshot has no strings; they are the last part of a whole one.')
    fillLocations(graph, header, this.locationValues)
    return graph
  }

  private checkCount(what: string, values: number, expected: number): void {
    const width = what === 'nodes' ? this.known?.nodeFields.length : this.known?.edgeFields.length
    const found = values / (width ?? 1)
    if (found !== expected)
      throw new HeapSnapshotError(`The heap snapshot announces ${expected} ${what} and has ${found}.`)
  }

  private nodeFiller({ nodeFields, nodeTypes, nodeCount, edgeCount }: SnapshotHeader, graph: HeapGraph) {
    const { types, names, ids, selfBytes, firstEdges } = graph
    const slots = nodeFields.map((field) => ['type', 'name', 'id', 'self_size', 'edge_count'].indexOf(field))
    const width = slots.length
    const isContent = nodeTypes.map((type) => CONTENT_TYPES.includes(type))
    let [node, field, edges] = [0, 0, 0]
    return (values: Float64Array, count: number) => {
      this.nodesRead += count
      for (let at = 0; at < count; at += 1) {
        const value = values[at] as number
        if (node >= nodeCount) return
        switch (slots[field]) {
          case 0:
            if (value >= nodeTypes.length) throw unknownType('node', node, value)
            types[node] = value
            break
          case 1:
            names[node] = value
            break
          case 2:
            ids[node] = value
            break
          case 3:
            selfBytes[node] = value
            break
          case 4:
            edges += value
            if (edges > edgeCount) throw new HeapSnapshotError(`Node ${node} of the heap snapshot has too many edges.`)
            firstEdges[node + 1] = edges
            break
          default:
        }
        field += 1
        if (field < width) continue
        if (!isContent[types[node] ?? 0]) this.named.add(names[node] ?? 0)
        field = 0
        node += 1
      }
    }
  }

  private edgeFiller(
    { edgeFields, edgeTypes: typeNames, edgeCount, nodeCount, nodeFields }: SnapshotHeader,
    graph: HeapGraph,
  ) {
    const { edgeTypes, edgeNames, edgeTargets } = graph
    const slots = edgeFields.map((field) => ['type', 'name_or_index', 'to_node'].indexOf(field))
    const width = slots.length
    const nodeWidth = nodeFields.length
    const isIndexed = typeNames.map((type) => INDEXED_EDGES.includes(type))
    let [edge, field] = [0, 0]
    return (values: Float64Array, count: number) => {
      this.edgesRead += count
      for (let at = 0; at < count; at += 1) {
        const value = values[at] as number
        if (edge >= edgeCount) return
        switch (slots[field]) {
          case 0:
            if (value >= typeNames.length) throw unknownType('edge', edge, value)
            edgeTypes[edge] = value
            break
          case 1:
            edgeNames[edge] = value
            break
          case 2: {
            const target = value / nodeWidth
            if (target >= nodeCount || !Number.isInteger(target))
              throw new HeapSnapshotError(`Edge ${edge} of the heap snapshot leads to ${value}, where no node begins.`)
            edgeTargets[edge] = target
            break
          }
          default:
        }
        field += 1
        if (field < width) continue
        if (!isIndexed[edgeTypes[edge] ?? 0]) this.named.add(edgeNames[edge] ?? 0)
        field = 0
        edge += 1
      }
    }
  }
}

function emptyGraph({ nodeCount, edgeCount, nodeTypes, edgeTypes }: SnapshotHeader): HeapGraph {
  const none = new Int32Array(0)
  return {
    nodeCount,
    edgeCount,
    typeNames: nodeTypes,
    edgeTypeNames: edgeTypes,
    types: new Uint8Array(nodeCount),
    names: new Uint32Array(nodeCount),
    ids: new Uint32Array(nodeCount),
    selfBytes: new Float64Array(nodeCount),
    firstEdges: new Uint32Array(nodeCount + 1),
    edgeTypes: new Uint8Array(edgeCount),
    edgeNames: new Uint32Array(edgeCount),
    edgeTargets: new Uint32Array(edgeCount),
    strings: [],
    locations: { rows: none, scriptIds: none, lines: none, columns: none },
  }
}

function fillLocations(graph: HeapGraph, { locationFields, nodeFields }: SnapshotHeader, values: number[]): void {
  const width = locationFields.length
  const count = width === 0 ? 0 : Math.floor(values.length / width)
  const column = (name: string) => {
    const field = locationFields.indexOf(name)
    return Int32Array.from({ length: count }, (_, row) => values[row * width + field] ?? 0)
  }
  const rows = new Int32Array(graph.nodeCount).fill(-1)
  column('object_index').forEach((index, row) => {
    const node = index / nodeFields.length
    if (node < graph.nodeCount && Number.isInteger(node)) rows[node] = row
  })
  graph.locations = { rows, scriptIds: column('script_id'), lines: column('line'), columns: column('column') }
}

function unescaped(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (!text.includes('\\')) return text
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    // V8 may cut a string within an escape; then what is written stands for it.
    return text
  }
}

function unknownType(what: string, at: number, type: number): HeapSnapshotError {
  return new HeapSnapshotError(
    `The type of ${what} ${at} of the heap snapshot is ${type}, which its header does not name.`,
  )
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1_048_576)
}
