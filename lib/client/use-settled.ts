import { useEffect, useState } from 'react'

/** The value once it has stayed the same for a while: what is typed is asked for when the typing rests. */
export function useSettled<T>(value: T, afterMs: number = 250): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}
