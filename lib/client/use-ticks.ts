import { useEffect, useState } from 'react'

/** A number that rises as often as said, while a length is given and the page can be seen. */
export function useTicks(everyMs: number | null): number {
  const [ticks, setTicks] = useState(0)
  useEffect(() => {
    if (everyMs === null) return undefined
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') setTicks((before) => before + 1)
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return ticks
}
