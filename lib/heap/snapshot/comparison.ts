/**
 * Two snapshots of a process, class by class: what is new, what is gone, what grew. An object is the same one where its id is, as
 * long as the process is the same life; of two lives only the sums are compared.
 */
import { type ClassTable, classKey, type HeapClass } from './classes'
import type { Dominators } from './dominators'
import type { HeapGraph } from './graph'
import { type ClassSums, sumByClass } from './sums'

export interface Sums {
  count: number
  shallowBytes: number
  retainedBytes: number
}

export interface ClassGrowth {
  class: HeapClass
  /** `null`: there was none. */
  before: Sums | null
  after: Sums | null
  /** Objects that are in the second snapshot and not in the first; `null` where the two are of different lives. */
  created: Sums | null
  /** The other way round. What they kept is not known any more. */
  freed: { count: number; shallowBytes: number } | null
}

/** A snapshot that was analysed: what comparing needs of it, and no more. */
export interface HeapSummary {
  nodeCount: number
  edgeCount: number
  totalBytes: number
  classes: HeapClass[]
  sums: ClassSums
  /** In rising order, and for each its class and size: to tell what is new and what is gone. */
  objects: ObjectTable
}

interface ObjectTable {
  ids: Uint32Array
  classOf: Uint32Array
  selfBytes: Float64Array
}

export function summarise(graph: HeapGraph, table: ClassTable, dominators: Dominators): HeapSummary {
  return {
    nodeCount: graph.nodeCount,
    edgeCount: graph.edgeCount,
    totalBytes: graph.selfBytes.reduce((sum, bytes) => sum + bytes, 0),
    classes: table.classes,
    sums: sumByClass(graph, table, dominators),
    objects: objectTable(graph, table),
  }
}

function objectTable({ nodeCount, ids, selfBytes }: HeapGraph, { classOf }: ClassTable): ObjectTable {
  const order = Uint32Array.from({ length: nodeCount }, (_, node) => node)
  order.sort((a, b) => (ids[a] as number) - (ids[b] as number))
  return {
    ids: order.map((node) => ids[node] as number),
    classOf: order.map((node) => classOf[node] as number),
    selfBytes: Float64Array.from(order, (node) => selfBytes[node] as number),
  }
}

/** Marks with 1 each node of the second snapshot that was not in the first. */
export function createdNodes(before: HeapSummary, after: HeapGraph): Uint8Array {
  const { ids } = before.objects
  return Uint8Array.from(after.ids, (id) => (indexOf(ids, id) < 0 ? 1 : 0))
}

function indexOf(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = sorted[middle] as number
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** `created` has the sums of what is new, by the classes of `after`; `null` for two lives. */
export function compareHeaps(before: HeapSummary, after: HeapSummary, created: ClassSums | null): ClassGrowth[] {
  const rows = new Map<string, ClassGrowth>()
  after.classes.forEach((heapClass, at) => {
    const sums = sumsOf(after.sums, at)
    const fresh = created === null ? null : sumsOf(created, at)
    const freed = created === null ? null : { count: 0, shallowBytes: 0 }
    merge(rows, heapClass, { class: heapClass, before: null, after: sums, created: fresh, freed })
  })
  const freed = created === null ? null : freedSums(before, after)
  before.classes.forEach((heapClass, at) => {
    const gone = freed === null ? null : { count: freed.counts[at] ?? 0, shallowBytes: freed.shallowBytes[at] ?? 0 }
    const none = created === null ? null : { count: 0, shallowBytes: 0, retainedBytes: 0 }
    merge(rows, heapClass, {
      class: heapClass,
      before: sumsOf(before.sums, at),
      after: null,
      created: none,
      freed: gone,
    })
  })
  return [...rows.values()]
}

/** Scripts that were loaded twice give two classes of one key: they are one row. */
function merge(rows: Map<string, ClassGrowth>, heapClass: HeapClass, row: ClassGrowth): void {
  const key = classKey(heapClass)
  const known = rows.get(key)
  if (known === undefined) return void rows.set(key, row)
  known.before = plus(known.before, row.before)
  known.after = plus(known.after, row.after)
  known.created = plus(known.created, row.created)
  if (known.freed !== null && row.freed !== null) {
    known.freed.count += row.freed.count
    known.freed.shallowBytes += row.freed.shallowBytes
  }
}

function plus(a: Sums | null, b: Sums | null): Sums | null {
  if (a === null || b === null) return a ?? b
  return {
    count: a.count + b.count,
    shallowBytes: a.shallowBytes + b.shallowBytes,
    retainedBytes: a.retainedBytes + b.retainedBytes,
  }
}

export function sumsOf({ counts, shallowBytes, retainedBytes }: ClassSums, at: number): Sums {
  return { count: counts[at] ?? 0, shallowBytes: shallowBytes[at] ?? 0, retainedBytes: retainedBytes[at] ?? 0 }
}

function freedSums(before: HeapSummary, after: HeapSummary): { counts: Float64Array; shallowBytes: Float64Array } {
  const counts = new Float64Array(before.classes.length)
  const shallowBytes = new Float64Array(before.classes.length)
  const { ids, classOf, selfBytes } = before.objects
  ids.forEach((id, at) => {
    if (indexOf(after.objects.ids, id) >= 0) return
    const own = classOf[at] as number
    counts[own] = (counts[own] as number) + 1
    shallowBytes[own] = (shallowBytes[own] as number) + (selfBytes[at] as number)
  })
  return { counts, shallowBytes }
}
