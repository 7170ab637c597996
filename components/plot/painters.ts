/** Who draws on a canvas: a thread beside the page, so that neither a press nor a scroll waits for lines; or the page itself. */
import { useSyncExternalStore } from 'react'
import { paint, type Drawing } from './draw-plot'
import type { ToPainter } from './painter-thread'
import { isForPaper, onSchemeChange } from './token-colors'

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

/** Whether live pictures are drawn by the thread now. */
export function usePaintsOnThread(): boolean {
  return useSyncExternalStore(subscribe, paintsOnThread, () => false)
}

/** Paper does not wait for another thread. */
const paintsOnThread = () => canUseThread && !isForPaper()

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  const unsubscribe = onSchemeChange(changed)
  return () => {
    listeners.delete(changed)
    unsubscribe()
  }
}

export function painterOnThread(canvas: HTMLCanvasElement): Painter {
  const id = ++lastId
  const offscreen = canvas.transferControlToOffscreen()
  tell({ canvas: offscreen, id }, [offscreen])
  return {
    paint: (drawing) => tell({ drawing, id }),
    dispose: () => tell({ isGone: true, id }),
  }
}

export function painterOnPage(canvas: HTMLCanvasElement): Painter {
  return { paint: (drawing) => paint(canvas, drawing), dispose: () => undefined }
}

let untold: ToPainter[] = []
let moved: Transferable[] = []

/** What the charts of a page say in one turn goes as one message: each costs, however small it is. */
function tell(message: ToPainter, moves: Transferable[] = []): void {
  if (untold.length === 0)
    queueMicrotask(() => {
      startThread().postMessage(untold, moved)
      untold = []
      moved = []
    })
  untold.push(message)
  moved.push(...moves)
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
