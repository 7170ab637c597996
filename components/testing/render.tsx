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

export async function render(content: ReactNode): Promise<{ container: HTMLElement; unmount: () => Promise<void> }> {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  await act(async () => root.render(content))
  return {
    container,
    unmount: async () => {
      await act(async () => root.unmount())
      container.remove()
    },
  }
}
