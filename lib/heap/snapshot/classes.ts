/**
 * What a node is an instance of. Objects go by their constructor, as in Chrome's DevTools; functions by where they stand in the
 * source, for a leak of closures is a leak of one closure; all else by its kind, in brackets.
 */
import { edgeLabel, follow, type HeapGraph, nodeName, nodeType } from './graph'

export interface HeapClass {
  /** `ClientStream`, `(closure) onConnect`, `(array)`. */
  name: string
  /** V8's type of node: `object`, `closure`, `native`, `array`, … */
  kind: string
  /** Where the function stands; lines and columns from 1. */
  place: Place | null
}

export interface Place {
  /** `null` where the snapshot does not say. */
  url: string | null
  line: number
  column: number
}

export interface ClassTable {
  classes: HeapClass[]
  /** For each node, its class. */
  classOf: Uint32Array
}

const BY_NAME = new Set(['object', 'native'])

export function classify(graph: HeapGraph): ClassTable {
  const table: ClassTable = { classes: [], classOf: new Uint32Array(graph.nodeCount) }
  const known = new Map<string, number>()
  const scripts = new ScriptNames(graph)
  const closure = graph.typeNames.indexOf('closure')
  /** Nodes of one type and name are one class; asked once each, and not once a node. */
  const byTypeAndName = new Map<number, number>()
  const add = (key: string, make: () => HeapClass): number => {
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, table.classes.length)
    return table.classes.push(make()) - 1
  }
  for (let node = 0; node < graph.nodeCount; node += 1) {
    const row = graph.types[node] === closure ? (graph.locations.rows[node] ?? -1) : -1
    if (row >= 0) {
      const { scriptIds, lines, columns } = graph.locations
      const key = `${scriptIds[row]}:${lines[row]}:${columns[row]}:${graph.names[node]}`
      table.classOf[node] = add(key, () => closureClass(graph, node, row, scripts))
      continue
    }
    const short = (graph.names[node] as number) * 256 + (graph.types[node] as number)
    const found = byTypeAndName.get(short) ?? add(...plainClass(graph, node))
    byTypeAndName.set(short, found)
    table.classOf[node] = found
  }
  return table
}

/** The same for the same class in another snapshot, also one of another life: V8's script ids differ there. */
export function classKey({ name, kind, place }: HeapClass): string {
  return place === null ? `${kind}\n${name}` : `${kind}\n${name}\n${place.url}:${place.line}:${place.column}`
}

function plainClass(graph: HeapGraph, node: number): [key: string, make: () => HeapClass] {
  const kind = nodeType(graph, node)
  const name = nodeName(graph, node)
  if (BY_NAME.has(kind)) return [`${kind} ${name}`, () => ({ name, kind, place: null })]
  if (kind === 'closure') return [`${kind} ${name}`, () => ({ name: closureName(name), kind, place: null })]
  return [kind, () => ({ name: `(${kind})`, kind, place: null })]
}

function closureClass(graph: HeapGraph, node: number, row: number, scripts: ScriptNames): HeapClass {
  const { lines, columns } = graph.locations
  const place = { url: scripts.of(node), line: (lines[row] ?? 0) + 1, column: (columns[row] ?? 0) + 1 }
  return { name: closureName(nodeName(graph, node)), kind: 'closure', place }
}

function closureName(name: string): string {
  return name === '' ? '(closure)' : `(closure) ${name}`
}

/** The file of a function: locations have only the script's number, but a function leads to its script. */
export class ScriptNames {
  private readonly known = new Map<number, string | null>()

  constructor(private readonly graph: HeapGraph) {}

  of(closure: number): string | null {
    const { rows, scriptIds } = this.graph.locations
    const scriptId = scriptIds[rows[closure] ?? -1]
    if (scriptId === undefined) return null
    let name = this.known.get(scriptId)
    if (name === undefined) {
      name = this.read(closure)
      this.known.set(scriptId, name)
    }
    return name
  }

  private read(closure: number): string | null {
    const shared = follow(this.graph, closure, 'shared')
    if (shared < 0) return null
    const { firstEdges, edgeTargets } = this.graph
    const end = firstEdges[shared + 1] ?? 0
    for (let edge = firstEdges[shared] ?? 0; edge < end; edge += 1) {
      if (!edgeLabel(this.graph, edge).startsWith('script')) continue
      const name = nodeName(this.graph, edgeTargets[edge] ?? 0)
      if (name !== '' && !name.startsWith('system /')) return name
    }
    return null
  }
}
