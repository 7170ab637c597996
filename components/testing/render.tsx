/** Renders into a document for tests, and says what an observer would say: that everything is in view and 600 pixels wide. */
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'

export function standInForObservers(): void {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const observing = (tell: (callback: (entries: unknown[]) => void) => void) =>
    class {
      #callback: (entries: unknown[]) => void
      constructor(callback: (entries: unknown[]) => void) {
        this.#callback = callback
      }
      observe() {
        tell(this.#callback)
      }
      unobserve() {}
      disconnect() {}
    }
  Object.assign(globalThis, {
    IntersectionObserver: observing((callback) => callback([{ isIntersecting: true }])),
    ResizeObserver: observing((callback) => callback([{ contentRect: { width: 600, height: 100 } }])),
  })
}

export interface Rendered {
  container: HTMLElement
  /** Puts another content in its place, as a parent that is drawn anew does. */
  again: (content: ReactNode) => Promise<void>
  unmount: () => Promise<void>
}

export async function render(content: ReactNode): Promise<Rendered> {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  await act(async () => root.render(content))
  return {
    container,
    again: async (next) => {
      await act(async () => root.render(next))
    },
    unmount: async () => {
      await act(async () => root.unmount())
      container.remove()
    },
  }
}
