/** Reads a V8 sampling heap profile (`.heapprofile`): a tree of call frames with the bytes alive that were allocated there. */
import { type CallSite, nameOf, originOf } from './call-site'

export const PROFILE_LIMITS = {
  chars: 128 * 1_048_576,
  nodes: 500_000,
  /** V8 keeps 128 frames of a stack by default. */
  depth: 4_096,
  nameChars: 300,
  urlChars: 2_000,
} as const

/** Nodes of the tree, each after its parent; node 0 is the root, whose parent is -1. */
export interface HeapProfile {
  sites: CallSite[]
  parents: Int32Array
  selfBytes: Float64Array
}

/** Says in one sentence what was wrong with a file, and where. */
export class HeapProfileError extends Error {
  override name = 'HeapProfileError'
}

interface RawNode {
  value: unknown
  parent: number
  depth: number
}

/** Throws `HeapProfileError` for what is no heap profile, or a larger one than `PROFILE_LIMITS` admits. */
export function parseHeapProfile(text: string): HeapProfile {
  if (text.length > PROFILE_LIMITS.chars)
    throw new HeapProfileError(
      `The heap profile has ${text.length} characters; at most ${PROFILE_LIMITS.chars} are read.`,
    )
  const head = (asRecord(parseJson(text)) ?? {}).head
  if (asRecord(head) === null)
    throw new HeapProfileError(
      'The heap profile has no "head"; a .heapprofile is an object with the root of a tree in it.',
    )

  const sites: CallSite[] = []
  const parents: number[] = []
  const selfBytes: number[] = []
  // Breadth first, so that a deep tree needs no deep stack, and a parent always comes before its children.
  const waiting: RawNode[] = [{ value: head, parent: -1, depth: 0 }]
  for (let at = 0; at < waiting.length; at += 1) {
    const { value, parent, depth } = waiting[at] as RawNode
    const node = asRecord(value)
    if (node === null) throw new HeapProfileError(`Node ${at} of the heap profile is not an object.`)
    sites.push(readSite(node.callFrame, at))
    parents.push(parent)
    selfBytes.push(readSize(node.selfSize, at))
    for (const child of readChildren(node.children, at)) waiting.push({ value: child, parent: at, depth: depth + 1 })
    if (depth > PROFILE_LIMITS.depth)
      throw new HeapProfileError(`The heap profile is more than ${PROFILE_LIMITS.depth} calls deep at node ${at}.`)
    if (waiting.length > PROFILE_LIMITS.nodes)
      throw new HeapProfileError(`The heap profile has more than ${PROFILE_LIMITS.nodes} nodes.`)
  }
  return { sites, parents: Int32Array.from(parents), selfBytes: Float64Array.from(selfBytes) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new HeapProfileError(`The heap profile is not JSON: ${why.slice(0, 200)}.`, { cause: error })
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function readSite(value: unknown, at: number): CallSite {
  const frame = asRecord(value)
  if (frame === null) throw new HeapProfileError(`Node ${at} of the heap profile has no "callFrame".`)
  const { functionName, url } = frame
  if (typeof functionName !== 'string' || typeof url !== 'string')
    throw new HeapProfileError(`The "callFrame" of node ${at} of the heap profile lacks a "functionName" or a "url".`)
  const hasScript = url !== ''
  const line = hasScript ? fromOne(frame.lineNumber) : null
  const column = hasScript ? fromOne(frame.columnNumber) : null
  return {
    functionName: nameOf(functionName.slice(0, PROFILE_LIMITS.nameChars), line, column),
    url: url.slice(0, PROFILE_LIMITS.urlChars),
    line,
    column,
    origin: originOf(url),
  }
}

/** Files count from 0, people from 1; V8 writes -1 where it does not know. */
function fromOne(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value + 1 : null
}

function readSize(value: unknown, at: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new HeapProfileError(`"selfSize" of node ${at} of the heap profile must be a number of bytes, from 0 on.`)
  return value
}

function readChildren(value: unknown, at: number): unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new HeapProfileError(`"children" of node ${at} of the heap profile must be a list.`)
  return value
}
