'use client'

import { useEffect } from 'react'
import { useRemembered } from '../../lib/client/use-remembered'
import styles from './controls.module.css'
import { t } from '../../lib/words/en/shell'

/** Turns between the usual distances and closer ones, and keeps the choice. */
export function DensityToggle() {
  const [{ density }, remember] = useRemembered()
  const isCompact = density === 'compact'
  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])
  return (
    <button
      type="button"
      className={styles.icon}
      aria-pressed={isCompact}
      aria-label={t('compact')}
      title={isCompact ? t('moreRoom') : t('lessRoomBetweenRows')}
      onClick={() => remember({ density: isCompact ? 'comfortable' : 'compact' })}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d={isCompact ? 'M3 5h14M3 8.500h14M3 12h14M3 15.500h14' : 'M3 4.500h14M3 10h14M3 15.500h14'}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
      </svg>
    </button>
  )
}
