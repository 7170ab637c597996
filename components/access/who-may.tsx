'use client'

import { useMay, useMe } from '../../lib/client/use-me'
import type { Role } from '../../lib/protocol/access'
import { t } from '../../lib/words/en/shell'
import styles from './access.module.css'

/** To who may not: who does it, as `text` says, and whom to ask. */
export function WhoMay({ role, text }: { role: Role; text: string }) {
  const mine = useMe()?.who?.role
  if (useMay(role)) return null
  return (
    <p className={styles.whoMay} data-screen-only="">
      {text}
      {mine !== undefined && ` ${mine === 'viewer' ? t('youLookAsA') : t('youLookAsAn')}`}
    </p>
  )
}
