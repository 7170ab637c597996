'use client'

import { useDesktop } from '../../lib/client/use-desktop'
import controls from '../shell/controls.module.css'
import { t } from '../../lib/words/en/alerts'

/** Offered while the browser was never asked; the rest is in the settings. */
export function DesktopHint() {
  const { permission, turnOn } = useDesktop()
  if (permission !== 'default') return null
  return (
    <button type="button" className={controls.button} onClick={() => void turnOn()}>
      {t('notifyMeOnThis')}
    </button>
  )
}
