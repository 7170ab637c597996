/** What is said of the things that a process holds. */
import type { EntityRow, EntityTable } from '../protocol/entities'
import { formatBytes } from './bytes'
import { countOf, formatCount } from './counts'
import { notKnown } from './unknown'
import { t } from '../words/en/evidence'

/** `12,000 of them`, `a sample of 2,000 of 12,000`; and whether the bytes are estimates. */
export function sampleWords({ total, sampled, isEstimate }: EntityTable): string {
  const how =
    total === null
      ? t('aSampleOfHow', { sampled: formatCount(sampled), notKnown: notKnown() })
      : sampled < total
        ? t('aSampleOfOf', { sampled: formatCount(sampled), total: formatCount(total) })
        : countOf(total, 'entry')
  return isEstimate ? t('bytesAreEstimates', { how }) : how
}

/** In bytes where those are known, else in counts. */
export function grownWords({ grown, bytes }: EntityRow): string {
  return bytes === null ? formatCount(grown, 'always') : formatBytes(grown, 'always')
}
