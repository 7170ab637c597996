import { useEffect } from 'react'

/**
 * Leads to the place of the page that its address names (`#inside`), once that stands there: the browser looked for it before.
 * `isThere`: whether it does; `name`: the one place that is meant, where others of the page are somebody else's.
 */
export function usePlace(isThere: boolean, name?: string): void {
  useEffect(() => {
    const named = window.location.hash.slice(1)
    if (!isThere || named === '' || (name !== undefined && named !== name)) return
    document.getElementById(named)?.scrollIntoView()
  }, [isThere, name])
}
