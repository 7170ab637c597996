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

/** What moves with time is drawn from a time that stays for a whole span, and shifted: so that a second changes one attribute. */
export interface Anchor {
  anchorMs: number
  pxPerMs: number
  /** Where the anchor lies in the plot, in pixels. */
  shiftPx: number
}

export function anchorOf({ width, fromMs, toMs }: Frame): Anchor {
  const spanMs = toMs - fromMs
  const anchorMs = Math.floor(fromMs / spanMs) * spanMs
  const pxPerMs = width / spanMs
  return { anchorMs, pxPerMs, shiftPx: (anchorMs - fromMs) * pxPerMs }
}
