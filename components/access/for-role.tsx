'use client'

import type { ReactNode } from 'react'
import { useMay } from '../../lib/client/use-me'
import type { Role } from '../../lib/protocol/access'

interface ForRoleProps {
  role: Role
  children: ReactNode
  /** What others are told in its place. */
  otherwise?: ReactNode
}

/** What only some may do is not offered to others. */
export function ForRole({ role, children, otherwise = null }: ForRoleProps) {
  return useMay(role) ? children : otherwise
}
