/** What is said of a capture. */
import type { Capture, CaptureKind, CaptureState } from '../protocol/captures'
import type { Tone } from './words'
import { toned } from './toned'
import { t } from '../words/en/evidence'

export const CAPTURE_KIND: Record<CaptureKind, string> = {
  get 'heap-profile'() {
    return t('allocationProfile')
  },
  get 'heap-snapshot'() {
    return t('heapSnapshot')
  },
}

export const CAPTURE_STATE: Record<CaptureState, { word: string; tone: Tone }> = {
  asked: toned(() => t('capturing'), 'note'),
  receiving: toned(() => t('arriving'), 'note'),
  ready: toned(() => t('ready'), 'good'),
  failed: toned(() => t('failed'), 'bad'),
  cancelled: toned(() => t('cancelled'), 'quiet'),
}

/** `allocation profile`, `heap snapshot without strings`. */
export function captureWords({ kind, hasStrings }: Pick<Capture, 'kind' | 'hasStrings'>): string {
  const words = CAPTURE_KIND[kind]
  return kind === 'heap-snapshot' ? t(hasStrings ? 'withStrings' : 'withoutStrings', { words }) : words
}
