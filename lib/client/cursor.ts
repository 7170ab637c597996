/** The one time that a reader points at, for all charts of a page, and the stretch that is being dragged over them. */
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface CursorState {
  atMs: number | null
  drag: { fromMs: number; toMs: number } | null
}

export type Cursor = StoreApi<CursorState>

export function createCursor(): Cursor {
  return createStore<CursorState>(() => ({ atMs: null, drag: null }))
}
