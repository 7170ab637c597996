/** Where the plot lies in its chart, and how time becomes a place in it. */
export const LEFT = 66
export const RIGHT = 6
/** Marks have their glyphs here. */
export const TOP = 22
export const BOTTOM = 20

export interface Frame {
  /** Of the plot itself, in pixels. */
  width: number
  height: number
  fromMs: number
  toMs: number
  top: number
}

export function xOf(frame: Frame, atMs: number): number {
  return ((atMs - frame.fromMs) / (frame.toMs - frame.fromMs)) * frame.width
}

export function atMsOf(frame: Frame, x: number): number {
  const share = Math.min(1, Math.max(0, x / frame.width))
  return frame.fromMs + share * (frame.toMs - frame.fromMs)
}
