import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { ToneLabel } from '../words/word'

interface MomentProps {
  atMs: number | null
  nowMs: number
}

/** How long a token still opens anything. */
export function EndOf({ atMs, nowMs }: MomentProps) {
  if (atMs === null) return <>until it is removed</>
  return atMs <= nowMs ? <ToneLabel word="over" tone="quiet" /> : <>{formatDuration(atMs - nowMs)} more</>
}

/** The hub keeps it to some minutes. */
export function UsedAt({ atMs, nowMs }: MomentProps) {
  return <>{atMs === null ? 'never' : formatMoment(atMs, nowMs)}</>
}
