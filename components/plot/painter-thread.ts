/** Draws on canvases that a page has handed over, and answers when that is done. */
import { paint } from './draw-plot'
import type { ToPainter } from './untold'

const canvases = new Map<number, OffscreenCanvas>()

globalThis.addEventListener('message', ({ data }: MessageEvent<ToPainter>) => {
  for (const [id, canvas] of data.canvases) canvases.set(id, canvas)
  for (const [id, drawing] of data.drawings) {
    const canvas = canvases.get(id)
    if (canvas) paint(canvas, drawing)
  }
  for (const id of data.gone) canvases.delete(id)
  postMessage('drawn')
})
