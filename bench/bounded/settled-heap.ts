/** The heap in use once nothing more is collected: V8 may give back what it collected on another thread, a little later. */
export function settledHeapBytes(collect: () => void): number {
  let before = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 20; attempt++) {
    collect()
    const bytes = process.memoryUsage().heapUsed
    if (Math.abs(before - bytes) < 4_096) return bytes
    before = bytes
  }
  return before
}
