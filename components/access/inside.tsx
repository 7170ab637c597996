'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useMe } from '../../lib/client/use-me'
import { isLogIn } from '../../lib/protocol/log-in-address'

/** What leads further in is not shown to who has to log in first. */
export function Inside({ children }: { children: ReactNode }) {
  const me = useMe()
  const path = usePathname()
  const isIn = me === null ? !isLogIn(path) : me.who !== null
  return isIn ? children : null
}
