/** Reads a heap snapshot into a graph, as its bytes come. */
import { SnapshotScanner } from '../../protocol/heap-snapshot/scanner'
import type { HeapGraph } from './graph'
import { type GraphLimits, GraphSink } from './graph-sink'

/** Throws `HeapSnapshotError` for what is no whole heap snapshot, or needs more memory than the limits say. */
export async function readSnapshot(
  chunks: AsyncIterable<Uint8Array>,
  limits: GraphLimits,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<HeapGraph> {
  const sink = new GraphSink(limits)
  const scanner = new SnapshotScanner(sink)
  for await (const chunk of chunks) {
    scanner.scan(chunk)
    onBytes(chunk.length)
  }
  scanner.end()
  return sink.finish()
}
