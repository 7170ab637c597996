/** Where a gap lies in a chart, and its word in it: on the page and in a picture alike. */
import { xOf, type Frame } from './frame'
import type { ShownGap } from './model'

/** Of a letter in a chart, at most; and what stands beside a word. */
const LETTER_PX = 6.2
const BESIDE_PX = 10
const LINE_PX = 13

export interface GapPlace {
  /** In pixels of the plot. */
  left: number
  width: number
  /** The middle of its word; `null` where that has no room. */
  word: { x: number; y: number; isUpright: boolean } | null
}

/** The word lies where there is room, and stands where it is narrow and high. */
export function gapPlace(frame: Frame, { fromMs, toMs, word }: Pick<ShownGap, 'fromMs' | 'toMs' | 'word'>): GapPlace {
  const left = Math.max(0, xOf(frame, fromMs))
  const width = Math.max(0, Math.min(frame.width, xOf(frame, toMs)) - left)
  const wordPx = word.length * LETTER_PX + BESIDE_PX
  const isUpright = width < wordPx && width > LINE_PX && frame.height > wordPx
  const hasRoom = width >= wordPx || isUpright
  return { left, width, word: hasRoom ? { x: left + width / 2, y: frame.height / 2, isUpright } : null }
}
