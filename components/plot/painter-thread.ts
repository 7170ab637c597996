/** Draws on canvases that pages have handed over. */
import { paint, type Drawing } from './draw-plot'

/** What a page says: here is a canvas, draw this on it, it is gone. */
export type ToPainter =
  { canvas: OffscreenCanvas; id: number } | { drawing: Drawing; id: number } | { isGone: true; id: number }

const canvases = new Map<number, OffscreenCanvas>()

globalThis.addEventListener('message', ({ data }: MessageEvent<ToPainter[]>) => {
  for (const message of data) take(message)
})

function take(message: ToPainter): void {
  if ('canvas' in message) canvases.set(message.id, message.canvas)
  else if ('isGone' in message) canvases.delete(message.id)
  else {
    const canvas = canvases.get(message.id)
    if (canvas) paint(canvas, message.drawing)
  }
}
