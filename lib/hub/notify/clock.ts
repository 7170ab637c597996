/** Where sending gets its time from; tests give one that they turn by hand. */
export interface Clock {
  nowMs(): number
  /** Runs once after `ms`, unless what it returns is called before. */
  after(ms: number, run: () => void): () => void
}

export const WALL_CLOCK: Clock = {
  nowMs: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
