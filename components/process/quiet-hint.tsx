'use client'

import { useClientState, useToday } from '../../lib/client/react'
import { windowOf, type ViewRange } from '../../lib/client/view-range'
import { formatMoment } from '../../lib/format/clock'
import controls from '../shell/controls.module.css'
import styles from './quiet-hint.module.css'
import { t } from '../../lib/words/en/process'

/** Where the window shows nothing because the process stopped before it: one press leads to what it sent last. */
export function QuietHint({ range, setRange }: { range: ViewRange; setRange: (range: ViewRange) => void }) {
  const newestMs = useClientState(({ watched }) => watched?.newestMs ?? null)
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? 0)
  const today = useToday()
  if (range.kind !== 'live' || newestMs === null || newestMs > windowOf(range, edgeMs).fromMs) return null
  const show = () => setRange({ kind: 'between', fromMs: newestMs - range.spanMs, toMs: newestMs + 1_000 })
  return (
    <div className={styles.hint}>
      <p>{t('thisProcessHasSent', { newestMs: formatMoment(newestMs, today) })}</p>
      <button type="button" className={controls.button} onClick={show}>
        {t('showTheLastIt')}
      </button>
    </div>
  )
}
