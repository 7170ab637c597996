import { useCallback, useEffect, useRef } from 'react'
import type { PictureOf } from './chart-picture'

/** What can be copied of a chart, but for its name. */
export type Shown = Omit<PictureOf, 'title'>

/** What is on screen when it is asked for: the same function all the time, so that a head is not drawn at every sample. */
export function useShown(shown: Shown | null): () => Shown | null {
  const newest = useRef(shown)
  useEffect(() => {
    newest.current = shown
  })
  return useCallback(() => newest.current, [])
}
