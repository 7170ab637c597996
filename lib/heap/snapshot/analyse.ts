/** From one or two files to what a person reads: the classes, what grew, and what keeps it. */
import { type ClassTable, classify, classKey } from './classes'
import { type ClassGrowth, compareHeaps, createdNodes, type HeapSummary, summarise } from './comparison'
import { type Dominators, findDominators } from './dominators'
import { bytesNeeded, type HeapGraph } from './graph'
import { byGrowth, bySize } from './ranking'
import { readSnapshot } from './read-snapshot'
import { type ClassSample, type RetainingPath, retainingPath } from './retaining-path'
import { shortestPaths } from './shortest-paths'
import { sumByClass } from './sums'

/** A file as it comes: its bytes, and how many there will be. */
export interface SnapshotSource {
  chunks: AsyncIterable<Uint8Array>
  bytes: number
}

export interface AnalysisOptions {
  /** Of the same start of the process: then objects are known again by their ids, and what is new is known one by one. */
  isSameLife: boolean
  /** For the arrays of the analysis. */
  maxBytes: number
  /** Default 500. */
  maxRows?: number
  /** For how many rows, from the top, to say what keeps them. Default: all. */
  maxPaths?: number
}

export interface HeapTotals {
  objects: number
  references: number
  bytes: number
}

export interface HeapRow extends ClassGrowth {
  /** `null` where it was not asked for, or nothing keeps them. */
  path: RetainingPath | null
}

export interface HeapReport {
  before: HeapTotals | null
  after: HeapTotals
  /** Of one snapshot: by retained size. Of two: what grew first. */
  rows: HeapRow[]
  leftOut: number
}

/** How many objects of a class are followed to the root. */
const SAMPLE = 200

export type AnalysisPhase = 'reading the first' | 'reading' | 'finding what keeps what' | 'comparing'
/** `share` of the phase, from 0 to 1. */
export type OnProgress = (phase: AnalysisPhase, share: number) => void

interface Analysed {
  graph: HeapGraph
  table: ClassTable
  dominators: Dominators
  summary: HeapSummary
}

export async function analyse(
  before: SnapshotSource | null,
  after: SnapshotSource,
  options: AnalysisOptions,
  onProgress: OnProgress = () => undefined,
): Promise<HeapReport> {
  const first = before === null ? null : (await read(before, 'reading the first', options.maxBytes, onProgress)).summary
  // The first one's graph is gone by now; its list of objects is not.
  const held = first === null ? 0 : bytesNeeded(first.nodeCount, 0) / 4
  const second = await read(after, 'reading', options.maxBytes - held, onProgress)
  onProgress('comparing', 0)
  const isNew = first !== null && options.isSameLife ? createdNodes(first, second.graph) : null
  const rows = first === null ? plainRows(second) : compared(first, second, isNew)
  rows.sort(first === null ? bySize : byGrowth)
  const { maxRows = 500, maxPaths = maxRows } = options
  const listed = withPaths(rows.slice(0, maxRows), second, isNew, maxPaths)
  onProgress('comparing', 1)
  return {
    before: first === null ? null : totalsOf(first),
    after: totalsOf(second.summary),
    rows: listed,
    leftOut: rows.length - listed.length,
  }
}

async function read(
  { chunks, bytes }: SnapshotSource,
  phase: AnalysisPhase,
  maxBytes: number,
  onProgress: OnProgress,
): Promise<Analysed> {
  let seen = 0
  const graph = await readSnapshot(chunks, { maxBytes }, (count) => {
    seen += count
    onProgress(phase, bytes > 0 ? Math.min(1, seen / bytes) : 0)
  })
  onProgress('finding what keeps what', 0)
  const dominators = findDominators(graph)
  const table = classify(graph)
  const summary = summarise(graph, table, dominators)
  onProgress('finding what keeps what', 1)
  return { graph, table, dominators, summary }
}

function compared(
  first: HeapSummary,
  { graph, table, dominators, summary }: Analysed,
  isNew: Uint8Array | null,
): ClassGrowth[] {
  return compareHeaps(first, summary, isNew === null ? null : sumByClass(graph, table, dominators, isNew))
}

function plainRows({ summary }: Analysed): ClassGrowth[] {
  const none = { ...summary, classes: [], objects: { ...summary.objects, ids: new Uint32Array(0) } }
  return compareHeaps(none, summary, null)
}

function withPaths(
  rows: ClassGrowth[],
  { graph, table }: Analysed,
  isNew: Uint8Array | null,
  maxPaths: number,
): HeapRow[] {
  const paths = shortestPaths(graph)
  const samples = samplesOf(table, rows.slice(0, maxPaths), isNew)
  return rows.map((row, at) => {
    const sample = samples[at]
    const path = sample === undefined || sample.count === 0 ? null : retainingPath(graph, table, paths, sample)
    return { ...row, path }
  })
}

/** Of each row some of its objects, spread over all of them: of a class there may be millions. */
function samplesOf({ classes, classOf }: ClassTable, rows: ClassGrowth[], isNew: Uint8Array | null): ClassSample[] {
  const rowOfKey = new Map(rows.map((row, at) => [classKey(row.class), at]))
  const rowOf = Int32Array.from(classes, (heapClass) => rowOfKey.get(classKey(heapClass)) ?? -1)
  const counts = new Float64Array(rows.length)
  const each = (visit: (row: number, node: number) => void) =>
    classOf.forEach((own, node) => {
      const row = rowOf[own] as number
      if (row >= 0 && (isNew === null || isNew[node] === 1)) visit(row, node)
    })
  each((row) => (counts[row] = (counts[row] as number) + 1))
  const samples = Array.from(counts, (count) => ({ count, nodes: [] as number[], isNew: isNew !== null }))
  const seen = new Float64Array(rows.length)
  each((row, node) => {
    const { count, nodes } = samples[row] as ClassSample
    const every = Math.max(1, Math.floor(count / SAMPLE))
    if ((seen[row] as number) % every === 0 && nodes.length < SAMPLE) nodes.push(node)
    seen[row] = (seen[row] as number) + 1
  })
  return samples
}

function totalsOf({ nodeCount, edgeCount, totalBytes }: HeapSummary): HeapTotals {
  return { objects: nodeCount, references: edgeCount, bytes: totalBytes }
}
