/**
 * About how many bytes a value holds, from its shape: V8 tells nobody. Bounded, so what is large or deep is reckoned from a part of it.
 * Runs no code of the host: getters are not called, and a proxy is not looked into. Private fields, closures and what native code
 * holds cannot be seen.
 */
import { types } from 'node:util'

/** A pointer and a header of V8 on 64 bits. */
const WORD = 8
const OBJECT_BYTES = 3 * WORD
const ENTRY_BYTES = 5 * WORD
/** How many values are looked at for one answer, and how far down. */
const VALUES_MOST = 40
const DEPTH_MOST = 5
/** How many members of a list or fields of an object stand for all of them. */
const MEMBERS_MOST = 8
const FIELDS_MOST = 24

export function estimateBytes(value: unknown): number {
  return measure(value, 0, { left: VALUES_MOST, seen: new Set() })
}

interface Walk {
  left: number
  /** A thing that is held twice is there once. */
  seen: Set<object>
}

function measure(value: unknown, depth: number, walk: Walk): number {
  if (typeof value === 'string') return stringBytes(value)
  if (typeof value === 'bigint') return 2 * WORD
  if (typeof value === 'number') return Number.isInteger(value) ? 0 : 2 * WORD
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return 0
  if (walk.seen.has(value)) return 0
  walk.seen.add(value)
  walk.left--
  if (types.isProxy(value)) return OBJECT_BYTES
  if (ArrayBuffer.isView(value)) return viewBytes(value)
  if (types.isAnyArrayBuffer(value)) return OBJECT_BYTES + value.byteLength
  return container(value, depth, walk)
}

function container(value: object, depth: number, walk: Walk): number {
  const isDeep = depth >= DEPTH_MOST || walk.left <= 0
  if (Array.isArray(value)) return 2 * WORD + WORD * value.length + (isDeep ? 0 : elements(value, depth, walk))
  if (types.isMap(value)) return OBJECT_BYTES + ENTRY_BYTES * value.size + (isDeep ? 0 : entries(value, depth, walk))
  if (types.isSet(value)) return OBJECT_BYTES + 4 * WORD * value.size + (isDeep ? 0 : entries(value, depth, walk))
  return OBJECT_BYTES + (isDeep ? 0 : fields(value, depth, walk))
}

function elements(list: readonly unknown[], depth: number, walk: Walk): number {
  const looked = Math.min(list.length, MEMBERS_MOST)
  if (looked === 0) return 0
  let bytes = 0
  // Spread over the list, for what was put in first may be of another kind than what came last.
  for (let at = 0; at < looked; at++) {
    bytes += descriptorBytes(list, Math.floor((at * list.length) / looked), depth, walk)
  }
  return (bytes * list.length) / looked
}

function entries(of: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>, depth: number, walk: Walk): number {
  let looked = 0
  let bytes = 0
  // The built-in way to walk, whatever a subclass makes of its own.
  const each = types.isMap(of) ? Map.prototype.entries.call(of) : Set.prototype.entries.call(of)
  for (let step = each.next(); !step.done && looked < MEMBERS_MOST; step = each.next()) {
    const [key, value] = step.value as [unknown, unknown]
    looked++
    bytes += measure(key, depth + 1, walk)
    if (value !== key) bytes += measure(value, depth + 1, walk)
  }
  return looked === 0 ? 0 : (bytes * of.size) / looked
}

function fields(of: object, depth: number, walk: Walk): number {
  const names = Object.keys(of)
  const looked = Math.min(names.length, FIELDS_MOST)
  let bytes = 0
  for (let at = 0; at < looked; at++) bytes += descriptorBytes(of, names[at] ?? '', depth, walk)
  return WORD * names.length + (looked === 0 ? 0 : (bytes * names.length) / looked)
}

/** What a field holds, without calling it where it is a getter. */
function descriptorBytes(of: object, name: PropertyKey, depth: number, walk: Walk): number {
  const descriptor = Reflect.getOwnPropertyDescriptor(of, name)
  const value: unknown = descriptor?.value
  // What a method or a handler closes over cannot be seen, and its code is shared.
  return typeof value === 'function' ? 0 : measure(value, depth + 1, walk)
}

function viewBytes(view: ArrayBufferView): number {
  // A Buffer from the pool shares its 8 KiB with others, so its own length, not that of what lies under it.
  return 11 * WORD + view.byteLength
}

/** One byte a character while all are Latin-1, of which the first say enough. */
function stringBytes(text: string): number {
  const looked = Math.min(text.length, 32)
  let isWide = false
  for (let at = 0; at < looked && !isWide; at++) isWide = text.charCodeAt(at) > 0xff
  return 2 * WORD + text.length * (isWide ? 2 : 1)
}
