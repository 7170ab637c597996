/** Who draws on a canvas: a thread beside the page, so that neither a press nor a scroll waits for lines; or the page itself. */
import { useSyncExternalStore } from 'react'
import { paint, type Drawing } from './draw-plot'
import { isForPaper, onSchemeChange } from './token-colors'
import { Untold } from './untold'

export interface Painter {
  paint(drawing: Drawing): void
  dispose(): void
}

/** Where the browser has no such canvas, or the thread could not be started, the page draws. */
let canUseThread =
  typeof Worker !== 'undefined' &&
  typeof HTMLCanvasElement !== 'undefined' &&
  'transferControlToOffscreen' in HTMLCanvasElement.prototype
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

export function painterOnPage(canvas: HTMLCanvasElement): Painter {
  return { paint: (drawing) => paint(canvas, drawing), dispose: () => undefined }
}

export function painterOnThread(canvas: HTMLCanvasElement): Painter {
  const id = ++lastId
  untold.canvas(id, canvas.transferControlToOffscreen())
  tellSoon()
  return {
    paint: (drawing) => {
      untold.drawing(id, drawing)
      tellSoon()
    },
    dispose: () => {
      untold.gone(id)
      tellSoon()
    },
  }
}

/** One for all charts, for as long as the page is open. */
let thread: Worker | null = null
let lastId = 0
const untold = new Untold()
/** Something is to be told in this turn, or the thread has not drawn yet what it was told. */
let isTelling = false

/** What the charts of a page say in one turn goes as one message: each costs, however small it is. */
function tellSoon(): void {
  if (isTelling) return
  isTelling = true
  queueMicrotask(tell)
}

function tell(): void {
  const message = untold.take()
  isTelling = message !== null
  if (message !== null)
    startThread().postMessage(
      message,
      message.canvases.map(([, canvas]) => canvas),
    )
}

function startThread(): Worker {
  if (thread) return thread
  thread = new Worker(new URL('./painter-thread.ts', import.meta.url), { type: 'module' })
  thread.addEventListener('message', tell)
  thread.addEventListener('error', () => {
    canUseThread = false
    for (const listener of listeners) listener()
  })
  return thread
}
