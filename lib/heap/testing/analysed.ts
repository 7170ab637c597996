/** Snapshots of tests, analysed in the test's own thread. */
import { createReadStream, statSync } from 'node:fs'
import { analyse, type HeapReport, type SnapshotSource } from '../snapshot/analyse'
import { type ClassTable, classify } from '../snapshot/classes'
import { type Dominators, findDominators } from '../snapshot/dominators'
import type { HeapGraph } from '../snapshot/graph'
import { readSnapshot } from '../snapshot/read-snapshot'
import { type MadeNode, snapshotText } from './made-snapshot'

const MAX_BYTES = 500_000_000

export async function* cut(text: string, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export interface Known {
  graph: HeapGraph
  table: ClassTable
  dominators: Dominators
}

export async function known(nodes: readonly MadeNode[]): Promise<Known> {
  const graph = await readSnapshot(cut(snapshotText(nodes)), { maxBytes: MAX_BYTES })
  return { graph, table: classify(graph), dominators: findDominators(graph) }
}

const source = (file: string): SnapshotSource => ({ chunks: createReadStream(file), bytes: statSync(file).size })

export function compareFiles([before, after]: [string, string], isSameLife = true): Promise<HeapReport> {
  return analyse(source(before), source(after), { isSameLife, maxBytes: MAX_BYTES })
}

export function compareMade(
  before: readonly MadeNode[],
  after: readonly MadeNode[],
  isSameLife = true,
): Promise<HeapReport> {
  const made = (nodes: readonly MadeNode[]) => ({ chunks: cut(snapshotText(nodes)), bytes: 0 })
  return analyse(made(before), made(after), { isSameLife, maxBytes: MAX_BYTES })
}
