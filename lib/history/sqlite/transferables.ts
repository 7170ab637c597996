/** The buffers of the typed arrays in an answer, a few levels deep, to be moved to the other thread rather than copied. */
export function transferables(value: unknown, depth = 3): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  collect(value, depth, found)
  return [...found]
}

function collect(value: unknown, depth: number, found: Set<ArrayBuffer>): void {
  if (typeof value !== 'object' || value === null) return
  if (value instanceof Float64Array || value instanceof Uint8Array) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (depth > 0) for (const part of Object.values(value)) collect(part, depth - 1, found)
}
