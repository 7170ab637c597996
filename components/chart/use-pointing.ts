import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
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

/** Points at times by pointer and by keys, for all charts at once; a stretch that is dragged becomes the range. */
export function usePointing({ frame, stepMs, onChoose, onTable, onMarks, onNote }: Pointing) {
  const cursor = useCursor()
  const dragFromX = useRef<number | null>(null)

  const atPointer = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    return { x, atMs: atMsOf(frame, x) }
  }
  const choose = (fromMs: number, toMs: number) => {
    const [from, to] = fromMs < toMs ? [fromMs, toMs] : [toMs, fromMs]
    cursor.setState({ drag: null })
    if (to - from >= MIN_SPAN_MS) onChoose(from, to)
  }

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      dragFromX.current = atPointer(event).x
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, atMs } = atPointer(event)
      const fromX = dragFromX.current
      const isDrag = fromX !== null && Math.abs(x - fromX) >= LEAST_DRAG_PX
      cursor.setState({ atMs, drag: isDrag ? { fromMs: atMsOf(frame, fromX), toMs: atMs } : null })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const fromX = dragFromX.current
      dragFromX.current = null
      const { x, atMs } = atPointer(event)
      if (fromX !== null && Math.abs(x - fromX) >= LEAST_DRAG_PX) choose(atMsOf(frame, fromX), atMs)
    },
    onPointerCancel: () => {
      dragFromX.current = null
      cursor.setState({ drag: null })
    },
    onPointerLeave: () => {
      if (dragFromX.current === null) cursor.setState({ atMs: null })
    },
    onBlur: () => cursor.setState({ atMs: null, drag: null }),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { atMs, drag } = cursor.getState()
      const now = atMs ?? frame.toMs
      const move = keyMove(event.key, now, stepMs, frame)
      if (move !== null) {
        const fromMs = drag?.fromMs ?? now
        cursor.setState({ atMs: move, drag: event.shiftKey ? { fromMs, toMs: move } : null })
      } else if (event.key === 'Enter' && drag) choose(drag.fromMs, drag.toMs)
      else if (event.key === 'Escape') cursor.setState({ atMs: null, drag: null })
      else if (event.ctrlKey || event.metaKey || event.altKey) return
      else if (event.key === 't') onTable()
      else if (event.key === 'm') onMarks()
      else if (event.key === 'n' && onNote) onNote(now)
      else return
      event.preventDefault()
    },
  }
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
