/** What is known of the heap of the soak's tab, and how much of it is what the browser compiled. */

/** The heap at the end of a soak of so many minutes is held against what it is after this: five minutes, of a short one a third. */
export function baseMinutes(minutes: number): number {
  return Math.min(5, minutes / 3)
}

/** After a collection, on the page of all processes. */
export interface TabHeap {
  /** Since the tab opened. */
  minutes: number
  bytes: number
  /** Bytecode and machine code, which grow while a page warms up; looked at where the end is held against the base. */
  compiled?: number
}

interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } }
  nodes: number[]
}

/** By a heap snapshot: the shallow size of all its nodes of the type `code`, in bytes. */
export function compiledBytes(snapshot: string): number {
  const { snapshot: about, nodes } = JSON.parse(snapshot) as Snapshot
  const { node_fields: fields, node_types: types } = about.meta
  const code = types[0].indexOf('code')
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let bytes = 0
  for (let at = 0; at < nodes.length; at += fields.length) if (nodes[at + type] === code) bytes += nodes[at + size] ?? 0
  return bytes
}
