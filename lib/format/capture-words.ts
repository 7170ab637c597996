/** What is said of a capture. */
import type { Capture, CaptureKind, CaptureState } from '../protocol/captures'
import type { Tone } from './words'

export const CAPTURE_KIND: Record<CaptureKind, string> = {
  'heap-profile': 'allocation profile',
  'heap-snapshot': 'heap snapshot',
}

export const CAPTURE_STATE: Record<CaptureState, { word: string; tone: Tone }> = {
  asked: { word: 'capturing', tone: 'note' },
  receiving: { word: 'arriving', tone: 'note' },
  ready: { word: 'ready', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  cancelled: { word: 'cancelled', tone: 'quiet' },
}

/** `allocation profile`, `heap snapshot without strings`. */
export function captureWords({ kind, hasStrings }: Pick<Capture, 'kind' | 'hasStrings'>): string {
  const words = CAPTURE_KIND[kind]
  return kind === 'heap-snapshot' ? `${words} ${hasStrings ? 'with' : 'without'} strings` : words
}
