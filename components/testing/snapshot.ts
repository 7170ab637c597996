/** Rows of a heap snapshot as tests need them. */
import type { SnapshotRow, SnapshotSums } from '../../lib/protocol/snapshot-answer'

export function sumsOf(count: number, bytes = count * 100): SnapshotSums {
  return { count, shallowBytes: bytes, retainedBytes: bytes * 10 }
}

/** `file`: where the class stands, at line 88. */
export function classRow(name: string, more: Partial<SnapshotRow>, file?: string): SnapshotRow {
  const place = file === undefined ? null : { url: `file:///app/${file}`, line: 88, column: 3 }
  return {
    class: { name, kind: name.startsWith('(closure)') ? 'closure' : 'object', place },
    before: null,
    after: null,
    created: null,
    freed: { count: 0, shallowBytes: 0 },
    path: null,
    ...more,
  }
}
