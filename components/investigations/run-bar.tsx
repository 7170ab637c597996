import { steadyText } from '../../lib/format/investigation-words'
import type { RunAnswer } from '../../lib/protocol/investigations'
import styles from './investigations.module.css'

interface RunBarProps {
  run: RunAnswer
  /** How long the longest run is: all bars have one scale. */
  longestMs: number
  nowMs: number
}

/** How long a run took, and what of it counts: its warm-up is hatched, what is steady is filled. */
export function RunBar({ run, longestMs, nowMs }: RunBarProps) {
  const endMs = run.toMs ?? Math.max(run.fromMs, nowMs)
  const share = (ms: number) => `${(100 * Math.max(0, ms)) / Math.max(1, longestMs)}%`
  const part = (from: number, to: number) => ({
    left: share(from - run.fromMs),
    width: share(Math.min(to, endMs) - from),
  })
  return (
    <div className={styles.bar} role="img" aria-label={steadyText(run)} title={steadyText(run)}>
      <span className={styles.barWhole} style={part(run.fromMs, endMs)} data-open={run.toMs === null} />
      {run.warmUp && (
        <span className={styles.barWarm} style={part(run.warmUp.fromMs, run.warmUp.toMs ?? endMs)} data-bar="warm-up" />
      )}
      {run.steady && (
        <span className={styles.barSteady} style={part(run.steady.fromMs, run.steady.toMs)} data-bar="steady" />
      )}
    </div>
  )
}

export function longestOf(runs: readonly RunAnswer[], nowMs: number): number {
  return Math.max(1, ...runs.map(({ fromMs, toMs }) => (toMs ?? nowMs) - fromMs))
}
