/** How a program of the demo is tied to the one that started it. */
import process from 'node:process'

/** Ends this process when its parent is gone, however that ended: the channel between them closes with it. */
export function endWithParent(end: () => void): void {
  if (!process.channel) return
  process.once('disconnect', end)
  // The channel alone is no reason to stay.
  process.channel.unref()
}

export function tellParent(message: Record<string, unknown>): void {
  // A parent that is gone at this moment is noticed by `endWithParent`; that nobody heard this is no fault.
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

/**
 * The life of a program of the demo: SIGTERM, or the loss of its parent, ends it. Ctrl-C in a terminal reaches every
 * process at once; the parent decides what that means.
 */
export function liveAsMember(stop: () => Promise<void>): void {
  let isEnding = false
  const end = (): void => {
    if (isEnding) return
    isEnding = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => {})
  process.once('SIGTERM', end)
  endWithParent(() => process.exit(0))
}
