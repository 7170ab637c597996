'use client'

import { useEffect } from 'react'
import { useClientState } from '../../lib/client/react'

const COUNT = /^\(\d+\) /u

/** How many alerts wait for somebody, in front of whatever title the page gives itself. */
export function TitleCount() {
  const waiting = useClientState(({ alerts }) => alerts.summary?.waiting ?? 0)
  useEffect(() => {
    const put = () => {
      const bare = document.title.replace(COUNT, '')
      const wanted = waiting > 0 ? `(${waiting}) ${bare}` : bare
      if (document.title !== wanted) document.title = wanted
    }
    put()
    // Pages set their title as they come and as they learn what they are of.
    const observer = new MutationObserver(put)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [waiting])
  return null
}
