/** Small snapshots in V8's form, made up from a seed: the same for the same seed, on every machine. */

const NODE_TYPES = ['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic']
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak']
const CLASSES = ['ClientStream', 'Client', 'Gateway', 'Map', 'Session']

export const SNAPSHOT_META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number', 'number'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
}

export interface MadeEdge {
  type: string
  name: string | number
  to: number
}

export interface MadeNode {
  type: string
  name: string
  id: number
  bytes: number
  edges: MadeEdge[]
  /** Script, line and column, from 0. */
  location?: [number, number, number]
}

/** Nodes as V8 writes them; the first one is the root. */
export function snapshotText(nodes: readonly MadeNode[]): string {
  const strings = ['<dummy>']
  const index = new Map<string, number>()
  const stringOf = (text: string) => {
    const known = index.get(text)
    if (known !== undefined) return known
    index.set(text, strings.length)
    return strings.push(text) - 1
  }
  const width = SNAPSHOT_META.node_fields.length
  const nodeRows = nodes.map(({ type, name, id, bytes, edges }) =>
    [NODE_TYPES.indexOf(type), stringOf(name), id, bytes, edges.length, 0, 0].join(','),
  )
  const edgeRows = nodes.flatMap(({ edges }) =>
    edges.map(({ type, name, to }) =>
      [EDGE_TYPES.indexOf(type), typeof name === 'number' ? name : stringOf(name), to * width].join(','),
    ),
  )
  const locations = nodes.flatMap(({ location }, at) => (location ? [[at * width, ...location].join(',')] : []))
  const header = { meta: SNAPSHOT_META, node_count: nodes.length, edge_count: edgeRows.length, trace_function_count: 0 }
  return [
    `{"snapshot":${JSON.stringify(header)},\n"nodes":[${nodeRows.join('\n,')}],\n"edges":[${edgeRows.join('\n,')}],`,
    `"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[${locations.join('\n,')}],`,
    `"strings":[${strings.map((text) => JSON.stringify(text)).join(',\n')}]}`,
  ].join('\n')
}

/** A heap without order: circles, weak references, shortcuts, and objects that nothing leads to. */
export function madeHeap(seed: number, count: number): MadeNode[] {
  const next = random(seed)
  const upTo = (limit: number) => Math.floor(next() * limit)
  const edge = (): MadeEdge => {
    const type = EDGE_TYPES[upTo(EDGE_TYPES.length)] ?? 'property'
    const isIndexed = type === 'element' || type === 'hidden'
    return { type, name: isIndexed ? upTo(50) : `p${upTo(9)}`, to: upTo(count) }
  }
  return Array.from({ length: count }, (_, at): MadeNode => {
    const id = at * 2 + 1
    const edges = Array.from({ length: at === 0 ? 8 : upTo(4) }, edge)
    if (at === 0) return { type: 'synthetic', name: '', id, bytes: 0, edges }
    const type = NODE_TYPES[upTo(NODE_TYPES.length - 1)] ?? 'object'
    const name = type === 'object' ? (CLASSES[upTo(CLASSES.length)] ?? '') : `${type} ${upTo(5)}`
    return { type, name, id, bytes: 8 * upTo(40), edges }
  })
}

/** Marsaglia's xorshift, of 32 bits. */
function random(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
