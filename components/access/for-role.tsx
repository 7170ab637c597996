'use client'

import type { ReactNode } from 'react'
import { useMay } from '../../lib/client/use-me'
import type { Role } from '../../lib/protocol/access'

/** What only some may do is not offered to others. */
export function ForRole({ role, children }: { role: Role; children: ReactNode }) {
  return useMay(role) ? children : null
}
