'use client'

import { useState } from 'react'
import controls from './controls.module.css'
import { t } from '../../lib/words/en/shell'

/** Says what came of it on itself. */
export function CopyButton({ text }: { text: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // Without https or a permission the browser refuses: the reader has to select.
      setState('refused')
    }
  }
  const words = { idle: t('copy'), copied: t('copied'), refused: t('selectAndCopyBy') }
  return (
    <button type="button" className={controls.button} onClick={() => void copy()} aria-live="polite">
      {words[state]}
    </button>
  )
}
