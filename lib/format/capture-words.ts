/** What is said of a capture. */
import type { Capture, CaptureKind, CaptureState } from '../protocol/captures'
import type { Tone } from './words'
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
  asked: {
    get word() {
      return t('capturing')
    },
    tone: 'note',
  },
  receiving: {
    get word() {
      return t('arriving')
    },
    tone: 'note',
  },
  ready: {
    get word() {
      return t('ready')
    },
    tone: 'good',
  },
  failed: {
    get word() {
      return t('failed')
    },
    tone: 'bad',
  },
  cancelled: {
    get word() {
      return t('cancelled')
    },
    tone: 'quiet',
  },
}

/** `allocation profile`, `heap snapshot without strings`. */
export function captureWords({ kind, hasStrings }: Pick<Capture, 'kind' | 'hasStrings'>): string {
  const words = CAPTURE_KIND[kind]
  return kind === 'heap-snapshot' ? t(hasStrings ? 'withStrings' : 'withoutStrings', { words }) : words
}
