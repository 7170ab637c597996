/** Why frames are absent, in words. */
import type { Gap } from '../protocol/http-api'
import { t } from '../words/en/gaps'
import { countOf } from './counts'
import { formatDuration } from './durations'

export interface GapWords {
  /** For the gap itself: `restarted`. */
  word: string
  /** One sentence. */
  reason: string
}

export function causeWords({ cause, fromMs, toMs, missedFrames, what }: Gap): GapWords {
  const span = formatDuration(toMs - fromMs)
  const samples = countOf(missedFrames ?? 0, 'sample')
  switch (cause) {
    case 'restart':
      return { word: t('gapRestart'), reason: t('gapReasonRestart', { span }) }
    case 'stood-still':
      return { word: t('gapStoodStill'), reason: t('gapReasonStoodStill', { span }) }
    case 'capture':
      return { word: t('gapCapture'), reason: t('gapReasonCapture', { span, what: what ?? '' }) }
    case 'clock-moved':
      return { word: t('gapClock'), reason: t('gapReasonClock', { span }) }
    case 'hub-away':
      return { word: t('gapHubAway'), reason: t('gapReasonHubAway', { span, samples }) }
    case 'lost':
      return { word: t('gapLost'), reason: t('gapReasonLost', { span, samples }) }
    default:
      return cause satisfies never
  }
}
