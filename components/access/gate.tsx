'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { useMe } from '../../lib/client/use-me'
import { isLogIn, logInAddress } from '../../lib/protocol/log-in-address'

/** Leads to the log-in page where the hub wants to know who looks: at first, and when a session ended meanwhile. */
export function Gate() {
  const me = useMe()
  const path = usePathname()
  const isShut = me?.door === 'closed' && me.who === null && !isLogIn(path)
  useEffect(() => {
    if (isShut) window.location.replace(logInAddress(`${window.location.pathname}${window.location.search}`))
  }, [isShut])
  return null
}
