/** What a V8 heap snapshot (`.heapsnapshot`) says of itself before its numbers begin: how wide a node is, and what the types are called. */

/** Says in one sentence what was wrong with a file, and where. */
export class HeapSnapshotError extends Error {
  override name = 'HeapSnapshotError'
}

/** The file may be whole; there is not memory enough to look into it. */
export class HeapTooLargeError extends HeapSnapshotError {
  override name = 'HeapTooLargeError'
}

export interface SnapshotHeader {
  nodeFields: string[]
  nodeTypes: string[]
  edgeFields: string[]
  edgeTypes: string[]
  locationFields: string[]
  nodeCount: number
  edgeCount: number
}

/** Far above any heap that could be captured: a file that says more is damaged. */
const MAX_COUNT = 2 ** 31

const NODE_FIELDS = ['type', 'name', 'id', 'self_size', 'edge_count']
const EDGE_FIELDS = ['type', 'name_or_index', 'to_node']
const LOCATION_FIELDS = ['object_index', 'script_id', 'line', 'column']

/** Types of nodes whose name is not a name but what the program keeps in it. */
export const CONTENT_TYPES: readonly string[] = ['string', 'concatenated string', 'sliced string', 'regexp']

/** An edge of these types has an index in place of a name. */
export const INDEXED_EDGES: readonly string[] = ['element', 'hidden']

export function parseHeader(text: string): SnapshotHeader {
  const header = record(parse(text), '"snapshot"')
  const meta = record(header.meta, '"snapshot.meta"')
  return {
    nodeFields: fields(meta.node_fields, 'node_fields', NODE_FIELDS),
    nodeTypes: firstList(meta.node_types, 'node_types'),
    edgeFields: fields(meta.edge_fields, 'edge_fields', EDGE_FIELDS),
    edgeTypes: firstList(meta.edge_types, 'edge_types'),
    locationFields:
      meta.location_fields === undefined ? [] : fields(meta.location_fields, 'location_fields', LOCATION_FIELDS),
    nodeCount: count(header.node_count, 'node_count'),
    edgeCount: count(header.edge_count, 'edge_count'),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HeapSnapshotError('The "snapshot" part of the heap snapshot is not JSON.', { cause: error })
  }
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HeapSnapshotError(`${where} of the heap snapshot must be an object.`)
  return value as Record<string, unknown>
}

function isWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.length < 256 && value.every((word) => typeof word === 'string')
}

function fields(value: unknown, name: string, needed: readonly string[]): string[] {
  const missing = isWords(value) ? needed.find((field) => !value.includes(field)) : needed[0]
  if (!isWords(value) || missing !== undefined)
    throw new HeapSnapshotError(`"${name}" of the heap snapshot lacks ${JSON.stringify(missing)}.`)
  return value
}

/** The types of the first field are a list of words; those of the others are not needed. */
function firstList(value: unknown, name: string): string[] {
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  if (!isWords(first)) throw new HeapSnapshotError(`"${name}" of the heap snapshot must begin with a list of words.`)
  return first
}

function count(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_COUNT)
    throw new HeapSnapshotError(`"${name}" of the heap snapshot must be a whole number up to ${MAX_COUNT}.`)
  return value
}
