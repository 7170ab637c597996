/** What a page has to say to the thread that draws, and has not said yet: bounded by what is on the page, whatever the thread does. */
import type { Drawing } from './draw-plot'

/** In this order: here are canvases, draw this on them, these are gone. */
export interface ToPainter {
  canvases: (readonly [id: number, canvas: OffscreenCanvas])[]
  drawings: (readonly [id: number, drawing: Drawing])[]
  gone: number[]
}

export class Untold {
  readonly #canvases = new Map<number, OffscreenCanvas>()
  /** The newest of each: one that was not drawn before the next came need not be drawn. */
  readonly #drawings = new Map<number, Drawing>()
  readonly #gone: number[] = []

  canvas(id: number, canvas: OffscreenCanvas): void {
    this.#canvases.set(id, canvas)
  }

  drawing(id: number, drawing: Drawing): void {
    this.#drawings.set(id, drawing)
  }

  gone(id: number): void {
    this.#drawings.delete(id)
    // What the thread was never given it need not let go.
    if (!this.#canvases.delete(id)) this.#gone.push(id)
  }

  /** All of it, once; `null` where there is nothing. */
  take(): ToPainter | null {
    const all = { canvases: [...this.#canvases], drawings: [...this.#drawings], gone: this.#gone.splice(0) }
    this.#canvases.clear()
    this.#drawings.clear()
    return all.canvases.length + all.drawings.length + all.gone.length === 0 ? null : all
  }
}
