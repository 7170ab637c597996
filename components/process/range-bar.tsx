'use client'

import { useClientState, useCursor, useCursorState, useToday } from '../../lib/client/react'
import { SPANS, spanOf, windowOf, type ViewRange } from '../../lib/client/view-range'
import { formatClock, formatMoment, formatZone } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import { formatDuration } from '../../lib/format/durations'
import { ForRole } from '../access/for-role'
import controls from '../shell/controls.module.css'
import { useAskedAct } from '../shell/use-asked-act'
import styles from './range-bar.module.css'
import { t } from '../../lib/words/en/process'
import { rich } from '../words/rich'

interface RangeBarProps {
  range: ViewRange
  setRange: (range: ViewRange) => void
  hasLives: boolean
  setLives: (isShown: boolean) => void
  /** Somebody wants to note something at a time. */
  onNote: (atMs: number) => void
}

/** Which time is shown, whether it moves, and what is pointed at. */
export function RangeBar({ range, setRange, hasLives, setLives, onNote }: RangeBarProps) {
  const isLive = range.kind === 'live'
  const spanMs = range.kind === 'between' ? SPANS[0].ms : range.spanMs
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('timeRange')}>
      <div className={controls.group} role="group" aria-label={t('range')}>
        {SPANS.map(({ ms, label }) => (
          <button
            key={ms}
            type="button"
            className={controls.button}
            aria-pressed={range.kind !== 'between' && range.spanMs === ms}
            onClick={() => setRange({ kind: 'live', spanMs: ms })}
          >
            {label}
          </button>
        ))}
      </div>
      {isLive ? (
        <PauseButton range={range} setRange={setRange} />
      ) : (
        <button
          type="button"
          className={`${controls.button} ${controls.primary}`}
          onClick={() => setRange({ kind: 'live', spanMs })}
        >
          {t('backToLive')}
        </button>
      )}
      <LivesButton {...{ hasLives, setLives }} />
      <ForRole role="operator">
        <NoteButton range={range} onNote={onNote} />
      </ForRole>
      <RangeWords range={range} />
      <CursorWords />
    </div>
  )
}

function PauseButton({
  range,
  setRange,
}: {
  range: Extract<ViewRange, { kind: 'live' }>
  setRange: (range: ViewRange) => void
}) {
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? null)
  return (
    <button
      type="button"
      className={controls.button}
      disabled={edgeMs === null}
      onClick={() => edgeMs !== null && setRange({ kind: 'paused', spanMs: range.spanMs, endMs: edgeMs })}
    >
      {t('pause')}
    </button>
  )
}

/** There is nothing to draw behind a first life. */
function LivesButton({ hasLives, setLives }: Pick<RangeBarProps, 'hasLives' | 'setLives'>) {
  const lives = useClientState(({ watched }) => watched?.detail?.lives ?? 1)
  if (lives < 2 && !hasLives) return null
  return (
    <button
      type="button"
      className={controls.button}
      aria-pressed={hasLives}
      title={t('drawsTheLivesBefore')}
      onClick={() => setLives(!hasLives)}
    >
      {t('earlierLives')}
    </button>
  )
}

/** At what the charts point at, or else at the end of what they show. */
function NoteButton({ range, onNote }: Pick<RangeBarProps, 'range' | 'onNote'>) {
  const cursor = useCursor()
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? 0)
  const note = () => onNote(cursor.getState().atMs ?? windowOf(range, edgeMs).toMs)
  const opener = useAskedAct('note', note)
  return (
    <button ref={opener} type="button" className={controls.button} title={t('nOnAChart')} onClick={note}>
      {t('addNote')}
    </button>
  )
}

/** Says what is held, from when to when, and how much came since; live, the newest sample's time. */
function RangeWords({ range }: { range: ViewRange }) {
  const newestMs = useClientState(({ watched }) => watched?.newestMs ?? null)
  const arrived = useClientState(({ watched }) => watched?.arrivedWhileHeld ?? 0)
  const today = useToday()
  const history = useClientState(({ watched }) => watched?.history)
  if (history?.state === 'failed')
    return <p className={styles.failed}>{t('itIsAskedAgain', { message: history.message })}</p>
  if (range.kind === 'live')
    return (
      <p className={styles.words}>
        {newestMs === null
          ? t('noSampleYet')
          : t('newestSample', { newestMs: formatMoment(newestMs, today), zone: formatZone(newestMs) })}
      </p>
    )
  const { fromMs, toMs } = windowOf(range, 0)
  const what = range.kind === 'paused' ? t('paused') : formatDuration(spanOf(range))
  const since = arrived > 0 ? t('arrivedSince', { samples: countOf(arrived, 'sample') }) : ''
  return (
    <p className={styles.words}>
      {rich(
        t('to2', {
          what,
          fromMs: formatMoment(fromMs, today),
          toMs: formatMoment(toMs, today),
          zone: formatZone(fromMs, toMs),
          since,
        }),
        <strong />,
      )}
    </p>
  )
}

function CursorWords() {
  const atMs = useCursorState((cursor) => cursor.atMs)
  const drag = useCursorState((cursor) => cursor.drag)
  if (drag)
    return <p className={styles.cursor}>{t('selected', { abs: formatDuration(Math.abs(drag.toMs - drag.fromMs)) })}</p>
  return (
    <p className={styles.cursor}>
      {atMs === null ? t('dragOverAChart') : t('pointingAt', { atMs: formatClock(atMs) })}
    </p>
  )
}
