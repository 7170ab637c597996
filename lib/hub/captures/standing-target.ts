/** A target that stands still while its heap is captured, for longer than its connection lasts. */

/** A heap of 458 MB stands still for a minute, and the connection is given up after 40 s of it. */
const SILENT_MS = 5 * 60_000
const LOOK_EVERY_MS = 500

export interface Standing {
  /** Whether nothing of what was asked for has come, and nobody has ended it. */
  isAwaited: () => boolean
  /** Whether the process has begun again: then it comes no more. */
  hasAnotherLife: () => boolean
}

/** Waits for what such a target sends afterwards, and calls `onLost` where that does not come; not where it came, or was ended. */
export function waitForStanding(
  { isAwaited, hasAnotherLife }: Standing,
  nowMs: () => number,
  onLost: () => void,
): void {
  const untilMs = nowMs() + SILENT_MS
  const timer = setInterval(() => {
    if (isAwaited() && nowMs() < untilMs && !hasAnotherLife()) return
    clearInterval(timer)
    if (isAwaited()) onLost()
  }, LOOK_EVERY_MS)
  timer.unref()
}
