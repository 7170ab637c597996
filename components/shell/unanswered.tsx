'use client'

import { useEffect, useState } from 'react'
import { useClientState } from '../../lib/client/react'
import type { AskedState } from '../../lib/client/use-asked'
import { t } from '../../lib/words/en/shell'
import controls from './controls.module.css'
import styles from './unanswered.module.css'

interface UnansweredProps {
  asked: Pick<AskedState<unknown>, 'value' | 'fault' | 'again'>
  /** That the hub is asked, and for what; where it stands alone on its page. */
  asking?: string
}

/**
 * In the place of an answer: that it is asked for, or why there is none and what to do. Beside an older answer, that the newest is
 * missing; but nothing where the hub is away, for the banner of every page says so, and of when the numbers are.
 */
export function Unanswered({ asked: { value, fault, again }, asking }: UnansweredProps) {
  const isAway = useClientState(({ link }) => link.state === 'away')
  if (isAway) return value === null && <p>{t('nothingToShowUntil')}</p>
  if (fault === null) return value === null && <Asking text={asking ?? t('askingTheHub')} />
  return (
    <div className={styles.fault} role="alert">
      <p>{value === null ? fault : t('whatStandsHereIs', { fault })}</p>
      <button type="button" className={controls.button} onClick={again}>
        {t('tryAgain')}
      </button>
    </div>
  )
}

/** Words that come and go within a blink are unrest: most answers are there before anybody asks himself where they are. */
const PATIENCE_MS = 300

/** Holds its line from the start, so that nothing jumps. */
export function Asking({ text }: { text: string }) {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return <p aria-busy="true">{isLong ? text : '\u{a0}'}</p>
}
