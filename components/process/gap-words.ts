/** Why a picture has a gap, in a word that stands in it and in a sentence for who points at it. */
import { formatClock } from '../../lib/format/clock'
import { formatDuration } from '../../lib/format/durations'
import { causeWords, type GapWords } from '../../lib/format/gap-words'
import type { Annotation } from '../../lib/protocol/annotations'
import type { Gap, ProcessDetail } from '../../lib/protocol/http-api'
import type { ChartModel, ShownGap } from '../chart/model'
import { t } from '../../lib/words/en/gaps'

/** What a page knows of gaps beside what it draws. */
export interface GapReasons {
  /** As the hub tells of those that are in its raw frames. */
  known: readonly Gap[]
  annotations: readonly Annotation[]
  isHubAway: boolean
  /** It is short of memory, and tells nothing until it has room. */
  isHubHolding: boolean
  state: ProcessDetail['state'] | null
  isCapturing: boolean
  /** History could not be read, and is asked again. */
  isUnread: boolean
}

export const NO_REASONS: GapReasons = {
  known: [],
  annotations: [],
  isHubAway: false,
  isHubHolding: false,
  state: null,
  isCapturing: false,
  isUnread: false,
}

export function withReasons(model: ChartModel, reasons: GapReasons): ChartModel {
  if (model.gaps.length === 0) return model
  const gaps = model.gaps.map((gap) => ({
    ...gap,
    ...(gap.isOpen ? openWords(gap, reasons) : closedWords(gap, reasons)),
  }))
  const said = () => gaps.map(({ fromMs, reason }) => t('gapFrom', { fromMs: formatClock(fromMs), reason })).join(' ')
  return { ...model, gaps, sentence: () => `${model.sentence()} ${said()}` }
}

/** Nothing came since. */
function openWords({ fromMs }: ShownGap, { isHubAway, isHubHolding, state, isCapturing }: GapReasons): GapWords {
  const sinceMs = formatClock(fromMs)
  if (isHubAway) return { word: t('gapHubAway'), reason: t('gapOpenHubAway', { sinceMs }) }
  if (isCapturing) return { word: t('gapCapture'), reason: t('gapOpenCapture', { sinceMs }) }
  if (state === 'gone') return { word: t('gapGone'), reason: t('gapOpenGone', { sinceMs }) }
  if (isHubHolding) return { word: t('gapHeld'), reason: t('gapOpenHeld', { sinceMs }) }
  return { word: t('gapSilent'), reason: t('gapOpenSilent', { sinceMs }) }
}

function closedWords(gap: ShownGap, { known, annotations, isUnread }: GapReasons): GapWords {
  const span = formatDuration(gap.toMs - gap.fromMs)
  const cause = mostOf(gap, known)
  if (cause) return causeWords(cause)
  // Of what is kept in steps only, marks are what is left.
  const isRestart = annotations.some(({ kind, atMs }) => kind === 'restart' && atMs > gap.fromMs && atMs <= gap.toMs)
  if (isRestart) return { word: t('gapRestart'), reason: t('gapReasonRestart', { span }) }
  if (isUnread) return { word: t('gapUnread'), reason: t('gapReasonUnread') }
  return { word: t('gapUnknown'), reason: t('gapReasonUnknown', { span }) }
}

/** The one that takes most of what is drawn empty: thinning may draw a gap wider than it was. */
function mostOf({ fromMs, toMs }: ShownGap, known: readonly Gap[]): Gap | undefined {
  const within = (gap: Gap) => Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)
  return known.filter((gap) => within(gap) > 0).toSorted((a, b) => within(b) - within(a))[0]
}
