import { useEffect, useRef, useState, type RefObject } from 'react'

/** The element's width in whole pixels, 0 until it is known, and whether it is in view or nearly so. */
export function useBox<E extends Element>(): { ref: RefObject<E | null>; width: number; isInView: boolean } {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(0)
  const [isInView, setInView] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const size = new ResizeObserver((entries) => {
      for (const { contentRect } of entries) setWidth(Math.floor(contentRect.width))
    })
    const view = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting } of entries) setInView(isIntersecting)
      },
      { rootMargin: '24px' },
    )
    size.observe(element)
    view.observe(element)
    return () => {
      size.disconnect()
      view.disconnect()
    }
  }, [])
  return { ref, width, isInView }
}
