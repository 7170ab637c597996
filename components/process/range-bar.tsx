'use client'

import { useClientState, useCursor, useCursorState } from '../../lib/client/react'
import { SPANS, spanOf, windowOf, type ViewRange } from '../../lib/client/view-range'
import { formatClock, formatMoment } from '../../lib/format/clock'
import { countOf } from '../../lib/format/counts'
import { formatDuration } from '../../lib/format/durations'
import { ForRole } from '../access/for-role'
import controls from '../shell/controls.module.css'
import styles from './range-bar.module.css'

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
    <div className={styles.bar} role="toolbar" aria-label="Time range">
      <div className={controls.group} role="group" aria-label="Range">
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
          Back to live
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
      Pause
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
      title="Draws the lives before this one faintly behind it, each as old as this one is at every place"
      onClick={() => setLives(!hasLives)}
    >
      Earlier lives
    </button>
  )
}

/** At what the charts point at, or else at the end of what they show. */
function NoteButton({ range, onNote }: Pick<RangeBarProps, 'range' | 'onNote'>) {
  const cursor = useCursor()
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? 0)
  return (
    <button
      type="button"
      className={controls.button}
      title="N on a chart adds one at the time that it points at"
      onClick={() => onNote(cursor.getState().atMs ?? windowOf(range, edgeMs).toMs)}
    >
      Add note
    </button>
  )
}

/** Says what is held, from when to when, and how much came since; live, the newest sample's time. */
function RangeWords({ range }: { range: ViewRange }) {
  const newestMs = useClientState(({ watched }) => watched?.newestMs ?? null)
  const arrived = useClientState(({ watched }) => watched?.arrivedWhileHeld ?? 0)
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const history = useClientState(({ watched }) => watched?.history)
  if (history?.state === 'failed') return <p className={styles.failed}>{history.message} It is asked again.</p>
  if (range.kind === 'live')
    return (
      <p className={styles.words}>
        {newestMs === null ? 'No sample yet' : `Newest sample ${formatMoment(newestMs, nowMs)}`}
      </p>
    )
  const { fromMs, toMs } = windowOf(range, 0)
  const what = range.kind === 'paused' ? 'Paused' : formatDuration(spanOf(range))
  const since = arrived > 0 ? ` · ${countOf(arrived, 'sample')} arrived since` : ''
  return (
    <p className={styles.words}>
      <strong>{what}</strong> {formatMoment(fromMs, nowMs)} to {formatMoment(toMs, nowMs)}
      {since}
    </p>
  )
}

function CursorWords() {
  const atMs = useCursorState((cursor) => cursor.atMs)
  const drag = useCursorState((cursor) => cursor.drag)
  if (drag) return <p className={styles.cursor}>{formatDuration(Math.abs(drag.toMs - drag.fromMs))} selected</p>
  return (
    <p className={styles.cursor}>
      {atMs === null ? 'Drag over a chart to choose a range' : `Pointing at ${formatClock(atMs)}`}
    </p>
  )
}
