import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { ToneLabel } from '../words/word'
import { t } from '../../lib/words/en/access'

interface MomentProps {
  atMs: number | null
  nowMs: number
}

/** How long a token still opens anything. */
export function EndOf({ atMs, nowMs }: MomentProps) {
  if (atMs === null) return <>{t('untilItIsRemoved')}</>
  return atMs <= nowMs ? (
    <ToneLabel word={t('over')} tone="quiet" />
  ) : (
    <>{t('more', { atMs: formatDuration(atMs - nowMs) })}</>
  )
}

/** The hub keeps it to some minutes. */
export function UsedAt({ atMs, nowMs }: MomentProps) {
  return <>{atMs === null ? t('never') : formatMoment(atMs, nowMs)}</>
}
