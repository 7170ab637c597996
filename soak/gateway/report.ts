/** What a soak saw of one gateway, in numbers and in lines to read. */

export interface Flagged {
  flag: string
  series: string
  /** When it was first seen, from the start of the soak. */
  afterMs: number
  reason: string
}

export interface LiveSet {
  /** The median of each stretch of time, in bytes; the warm-up is left out. */
  mediansBytes: number[]
  /** How far apart the lowest and the highest of these are, as a share of their median. */
  spread: number
}

export type Point = readonly [atMs: number, value: number | null]

/** `fromMs` to `toMs` in `stretches` of equal length. A stretch in which nothing is known has none. */
export function liveSetOf(points: readonly Point[], fromMs: number, toMs: number, stretches: number): LiveSet {
  const lengthMs = (toMs - fromMs) / stretches
  const values: number[][] = Array.from({ length: stretches }, () => [])
  for (const [atMs, value] of points) {
    const stretch = Math.floor((atMs - fromMs) / lengthMs)
    if (value !== null) values[stretch]?.push(value)
  }
  const mediansBytes = values.filter((one) => one.length > 0).map(medianOf)
  const spread = (Math.max(...mediansBytes) - Math.min(...mediansBytes)) / medianOf(mediansBytes)
  return { mediansBytes, spread: mediansBytes.length < 2 ? Number.NaN : spread }
}

export function linesOf(name: string, { mediansBytes, spread }: LiveSet, flags: readonly Flagged[]): string[] {
  const medians = mediansBytes.map((bytes) => (bytes / 2 ** 20).toFixed(2)).join('  ')
  return [
    name,
    `  live set, MiB, the median of each stretch:  ${medians}`,
    `  from its lowest to its highest: ${(spread * 100).toFixed(1)} %`,
    ...(flags.length === 0 ? ['  never flagged'] : []),
    ...flags.map(
      ({ flag, series, afterMs, reason }) =>
        `  flagged ${flag}${series === '' ? '' : ` on ${series}`} after ${Math.round(afterMs / 1_000)} s: ${reason}`,
    ),
  ]
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
