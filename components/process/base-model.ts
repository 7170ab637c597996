/** What charts of memory and charts of lines have in common: the window, its gaps, its rows as a table. */
import type { Picture } from '../../lib/client/line-picture'
import type { WatchedState } from '../../lib/client/process-watch'
import { nearestRow } from '../../lib/client/reader'
import { windowOf } from '../../lib/client/view-range'
import type { WindowData } from '../../lib/client/window-data'
import { formatMoment } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import type { ChartModel, Level, ShownGap } from '../chart/model'
import { t as tGaps } from '../../lib/words/en/gaps'
import { t } from '../../lib/words/en/process'

/** A level this many times above all that is drawn is said, not drawn: it would press the lines to the ground. */
const FAR = 1.6

export interface View {
  data: WindowData
  fromMs: number
  toMs: number
  newestMs: number
  isHeld: boolean
  /** A stretch that was chosen: what comes after it is known already. */
  isPast: boolean
}

export function viewOf(watched: WatchedState): View | null {
  if (!watched.data) return null
  const { fromMs, toMs } = windowOf(watched.range, watched.edgeMs)
  const { kind } = watched.range
  return {
    data: watched.data,
    fromMs,
    toMs,
    newestMs: watched.newestMs ?? toMs,
    isHeld: kind !== 'live',
    isPast: kind === 'between',
  }
}

type Shared = Pick<
  ChartModel,
  'fromMs' | 'toMs' | 'isHeld' | 'picture' | 'gaps' | 'lastAtMs' | 'firstRow' | 'endRow' | 'atMsOf' | 'nearest'
>

export function sharedModel({ data, fromMs, toMs, newestMs, isHeld }: View, picture: Picture): Shared {
  const { table } = data
  const firstRow = table.lowerBound(fromMs - data.stepMs)
  const endRow = table.lowerBound(toMs + 1)
  const lastRowMs = endRow > firstRow ? (table.atMs[endRow - 1] ?? null) : null
  // A step is drawn up to the newest frame in it.
  const isNewest = data.stepMs > 0 && newestMs <= toMs && newestMs >= fromMs
  return {
    fromMs,
    toMs,
    isHeld,
    picture,
    gaps: gapsOf(picture, data, { fromMs, toMs, newestMs }),
    lastAtMs: lastRowMs !== null && isNewest ? newestMs : lastRowMs,
    firstRow,
    endRow,
    atMsOf: (row) => table.atMs[row] ?? 0,
    nearest: (atMs) => nearestRow(data, atMs),
  }
}

/** A young life says where it begins, so that the emptiness before is not taken for a gap. */
export function lifeStartOf(watched: WatchedState, { fromMs, toMs }: View): ChartModel['lifeStart'] {
  const { detail } = watched
  if (!detail || detail.startedAtMs <= fromMs || detail.startedAtMs >= toMs) return null
  return { atMs: detail.startedAtMs, label: detail.lives > 1 ? t('lifeStarts', { lives: detail.lives }) : t('starts') }
}

/** Where nothing was sampled, the end of the window included; why is told by who knows more than the window. */
function gapsOf(
  { t: times, holes }: Picture,
  data: WindowData,
  { fromMs, toMs, newestMs }: Pick<View, 'fromMs' | 'toMs' | 'newestMs'>,
): ShownGap[] {
  const atMs = (at: number) => fromMs + (times[at] ?? 0)
  const gapOf = (from: number, to: number, isOpen: boolean): ShownGap => ({
    fromMs: from,
    toMs: to,
    isOpen,
    word: tGaps('gapUnknown'),
    reason: tGaps('gapReasonUnknown', { span: formatDuration(to - from) }),
  })
  const gaps = holes.map((at) => gapOf(atMs(at - 1), atMs(at + 1), false))
  const lastMs = times.length > 0 ? atMs(times.length - 1) : toMs
  if (toMs - lastMs > Math.max(data.gapMs, (toMs - fromMs) / 100))
    gaps.push(gapOf(lastMs, toMs, newestMs <= lastMs + data.gapMs))
  return gaps
}

/** Which levels are drawn, and which are only said. */
export function divideLevels(
  levels: readonly Level[],
  peak: number | null,
  far: number = FAR,
): { near: Level[]; far: Level[] } {
  const bar = (peak ?? 0) * far
  return { near: levels.filter(({ value }) => value <= bar), far: levels.filter(({ value }) => value > bar) }
}

/** `5 min until 14:03:09`. */
export function spanWords({ fromMs, toMs }: View): string {
  return t('until', { toMs: formatDuration(toMs - fromMs), toMs2: formatMoment(toMs, toMs) })
}
