'use client'

import { Fragment, useEffect, useSyncExternalStore } from 'react'
import { useClientState } from '../../lib/client/react'
import { formatClockMinutes } from '../../lib/format/clock'
import { headline } from '../../lib/format/headline'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { ToneMark } from '../words/tone-mark'
import { FleetPicture } from './fleet-picture'
import styles from './wall-board.module.css'
import { t } from '../../lib/words/en/fleet'
import { rich } from '../words/rich'

const NO_ROWS: readonly FleetRow[] = []
/** What the sentence, the legend and the distances take, in pixels. */
const BESIDE_PX = 320
const LEAST_PX = 240

/** For a screen on a wall: the sentence and the picture of the fleet, large, and nothing to press. */
export function WallBoard() {
  const rows = useClientState(({ fleet }) => fleet?.listed ?? NO_ROWS)
  const total = useClientState(({ fleet }) => fleet?.total ?? 0)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const innerHeight = useSyncExternalStore(
    watchSize,
    () => window.innerHeight,
    () => 900,
  )
  useEffect(() => {
    document.documentElement.dataset['wall'] = ''
    return () => {
      delete document.documentElement.dataset['wall']
    }
  }, [])
  const { text, tone } = headline(rows, nowMs, total)
  return (
    <div className={styles.wall}>
      <h1>{rich(t('allProcesses2', { nowMs: formatClockMinutes(nowMs) }), <span />)}</h1>
      <p className={styles.sentence} data-tone={tone} data-headline="">
        <ToneMark tone={tone} />
        <span>
          {text.split(' ').map((word, at) => (
            // A name is read as one: no line ends at the hyphens within it. Words have no other name than their place.
            // oxlint-disable-next-line react/no-array-index-key
            <Fragment key={at}>
              <span className={styles.word}>{word}</span>{' '}
            </Fragment>
          ))}
        </span>
      </p>
      <FleetPicture rows={rows} wallHeight={Math.max(LEAST_PX, innerHeight - BESIDE_PX)} />
    </div>
  )
}

function watchSize(changed: () => void): () => void {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}
