import { useEffect, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { Cursor } from '../../lib/client/cursor'
import { useCursor } from '../../lib/client/react'
import { MIN_SPAN_MS } from '../../lib/client/view-range'
import { atMsOf, type Frame } from './frame'

/** A drag of fewer pixels is a click with an unsteady hand. */
const LEAST_DRAG_PX = 6

interface Pointing {
  frame: Frame
  /** How far one key press goes. */
  stepMs: number
  onChoose: (fromMs: number, toMs: number) => void
  onTable: () => void
  onMarks: () => void
  onNote: ((atMs: number) => void) | undefined
}

/**
 * Points at times by pointer and by keys, for all charts at once; a stretch that is dragged becomes the range. The same handlers
 * all the time, so that what they hang on is not drawn at every sample.
 */
export function usePointing(pointing: Pointing): Hand['handlers'] {
  const cursor = useCursor()
  const [hand] = useState(() => new Hand(cursor, pointing))
  useEffect(() => hand.take(pointing))
  return hand.handlers
}

class Hand {
  readonly #cursor: Cursor
  #pointing: Pointing
  #dragFromX: number | null = null

  constructor(cursor: Cursor, pointing: Pointing) {
    this.#cursor = cursor
    this.#pointing = pointing
  }

  take(pointing: Pointing): void {
    this.#pointing = pointing
  }

  readonly handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      this.#dragFromX = xOfPointer(event)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { frame } = this.#pointing
      const [x, fromX] = [xOfPointer(event), this.#dragFromX]
      const atMs = atMsOf(frame, x)
      const isDrag = fromX !== null && Math.abs(x - fromX) >= LEAST_DRAG_PX
      this.#cursor.setState({ atMs, drag: isDrag ? { fromMs: atMsOf(frame, fromX), toMs: atMs } : null })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const { frame } = this.#pointing
      const [x, fromX] = [xOfPointer(event), this.#dragFromX]
      this.#dragFromX = null
      if (fromX !== null && Math.abs(x - fromX) >= LEAST_DRAG_PX) this.#choose(atMsOf(frame, fromX), atMsOf(frame, x))
    },
    onPointerCancel: () => {
      this.#dragFromX = null
      this.#cursor.setState({ drag: null })
    },
    onPointerLeave: () => {
      if (this.#dragFromX === null) this.#cursor.setState({ atMs: null })
    },
    onBlur: () => this.#cursor.setState({ atMs: null, drag: null }),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { frame, stepMs, onTable, onMarks, onNote } = this.#pointing
      const { atMs, drag } = this.#cursor.getState()
      const now = atMs ?? frame.toMs
      const move = keyMove(event.key, now, stepMs, frame)
      if (move !== null) {
        const fromMs = drag?.fromMs ?? now
        this.#cursor.setState({ atMs: move, drag: event.shiftKey ? { fromMs, toMs: move } : null })
      } else if (event.key === 'Enter' && drag) this.#choose(drag.fromMs, drag.toMs)
      else if (event.key === 'Escape') this.#cursor.setState({ atMs: null, drag: null })
      else if (event.ctrlKey || event.metaKey || event.altKey) return
      else if (event.key === 't') onTable()
      else if (event.key === 'm') onMarks()
      else if (event.key === 'n' && onNote) onNote(now)
      else return
      event.preventDefault()
    },
  }

  #choose(fromMs: number, toMs: number): void {
    const [from, to] = fromMs < toMs ? [fromMs, toMs] : [toMs, fromMs]
    this.#cursor.setState({ drag: null })
    if (to - from >= MIN_SPAN_MS) this.#pointing.onChoose(from, to)
  }
}

function xOfPointer(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left
}

function keyMove(key: string, atMs: number, stepMs: number, frame: Frame): number | null {
  const clamp = (time: number) => Math.min(frame.toMs, Math.max(frame.fromMs, time))
  switch (key) {
    case 'ArrowLeft':
      return clamp(atMs - stepMs)
    case 'ArrowRight':
      return clamp(atMs + stepMs)
    case 'PageUp':
      return clamp(atMs - 10 * stepMs)
    case 'PageDown':
      return clamp(atMs + 10 * stepMs)
    case 'Home':
      return frame.fromMs
    case 'End':
      return frame.toMs
    default:
      return null
  }
}
