/** Draws on canvases that pages have handed over. */
import { paint, type Drawing } from './draw-plot'

/** What a page says: here is a canvas, draw this on it, it is gone. */
export type ToPainter =
  { canvas: OffscreenCanvas; id: number } | { drawing: Drawing; id: number } | { isGone: true; id: number }

const canvases = new Map<number, OffscreenCanvas>()

globalThis.addEventListener('message', ({ data }: MessageEvent<ToPainter>) => {
  if ('canvas' in data) canvases.set(data.id, data.canvas)
  else if ('isGone' in data) canvases.delete(data.id)
  else {
    const canvas = canvases.get(data.id)
    if (canvas) paint(canvas, data.drawing)
  }
})
