'use client'

import { useMay, useMe } from '../../lib/client/use-me'
import type { Role } from '../../lib/protocol/access'
import styles from './access.module.css'

const WHO: Record<Role, string> = { viewer: 'Viewers', operator: 'Operators', admin: 'Admins' }

/** To who may not: who does it, and whom to ask. `acts`: what they do, as "begin investigations". */
export function WhoMay({ role, acts }: { role: Role; acts: string }) {
  const mine = useMe()?.who?.role
  if (useMay(role)) return null
  return (
    <p className={styles.whoMay} data-screen-only="">
      {WHO[role]} {acts}.
      {mine !== undefined && ` You look as ${mine === 'viewer' ? 'a' : 'an'} ${mine}: an admin can change that.`}
    </p>
  )
}
