'use client'

import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import controls from '../shell/controls.module.css'
import styles from './palette.module.css'
import { t } from '../../lib/words/en/shell'
import { rich } from '../words/rich'

/** Fetched when first asked for: a page that nobody leaves by keyboard needs neither. */
const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }))
const KeySheet = lazy(async () => ({ default: (await import('./key-sheet')).KeySheet }))

type Open = 'palette' | 'keys' | null

/** The keys that work on every page, and a button for who has no keyboard at hand. */
export function PaletteKeys() {
  const [open, setOpen] = useState<Open>(null)
  const close = useCallback(() => setOpen(null), [])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = wantedBy(event)
      if (wanted === null || document.querySelector('dialog[open]')) return
      event.preventDefault()
      if (wanted === 'search') document.querySelector<HTMLElement>('input[type="search"]')?.focus()
      else setOpen(wanted)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <button
        type="button"
        className={`${controls.button} ${styles.opener}`}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen('palette')}
      >
        {rich(t('goToCtrlK'), <kbd aria-hidden="true" />)}
      </button>
      <Suspense>
        {open === 'palette' && <Palette onClose={close} onKeys={() => setOpen('keys')} />}
        {open === 'keys' && <KeySheet onClose={close} />}
      </Suspense>
    </>
  )
}

function wantedBy(event: KeyboardEvent): 'palette' | 'keys' | 'search' | null {
  if (event.defaultPrevented || event.altKey) return null
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k' ? 'palette' : null
  if (isTyping(event.target)) return null
  if (event.key === '?') return 'keys'
  return event.key === '/' && document.querySelector('input[type="search"]') ? 'search' : null
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
