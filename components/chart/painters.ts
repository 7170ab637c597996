/** Who draws on a canvas: a thread beside the page, so that neither a press nor a scroll waits for lines; or the page itself. */
import { paint, type Drawing } from './draw-plot'
import type { ToPainter } from './painter-thread'

export interface Painter {
  paint(drawing: Drawing): void
  dispose(): void
}

/** Where the browser has no such canvas, or the thread could not be started, the page draws. */
let canUseThread =
  typeof Worker !== 'undefined' &&
  typeof HTMLCanvasElement !== 'undefined' &&
  'transferControlToOffscreen' in HTMLCanvasElement.prototype
let thread: Worker | null = null
let lastId = 0
const listeners = new Set<() => void>()

export const canPaintOnThread = (): boolean => canUseThread

export function onPaintersChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function painterOnThread(canvas: HTMLCanvasElement): Painter {
  const id = ++lastId
  const offscreen = canvas.transferControlToOffscreen()
  const tell = (message: ToPainter, moved: Transferable[] = []) => startThread().postMessage(message, moved)
  tell({ canvas: offscreen, id }, [offscreen])
  return {
    paint: (drawing) => tell({ drawing, id }),
    dispose: () => tell({ isGone: true, id }),
  }
}

export function painterOnPage(canvas: HTMLCanvasElement): Painter {
  return { paint: (drawing) => paint(canvas, drawing), dispose: () => undefined }
}

/** One for all charts, for as long as the page is open. */
function startThread(): Worker {
  if (thread) return thread
  thread = new Worker(new URL('./painter-thread.ts', import.meta.url), { type: 'module' })
  thread.addEventListener('error', () => {
    canUseThread = false
    for (const listener of listeners) listener()
  })
  return thread
}
