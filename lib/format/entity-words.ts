/** What is said of the things that a process holds. */
import type { EntityRow, EntityTable } from '../protocol/entities'
import { formatBytes } from './bytes'
import { countOf, formatCount } from './counts'
import { NOT_KNOWN } from './unknown'

/** `12,000 of them`, `a sample of 2,000 of 12,000`; and whether the bytes are estimates. */
export function sampleWords({ total, sampled, isEstimate }: EntityTable): string {
  const how =
    total === null
      ? `a sample of ${formatCount(sampled)}; how many there are is ${NOT_KNOWN}`
      : sampled < total
        ? `a sample of ${formatCount(sampled)} of ${formatCount(total)}`
        : countOf(total, 'entry', 'entries')
  return isEstimate ? `${how}; bytes are estimates` : how
}

/** In bytes where those are known, else in counts. */
export function grownWords({ grown, bytes }: EntityRow): string {
  return bytes === null ? formatCount(grown, 'always') : formatBytes(grown, 'always')
}
