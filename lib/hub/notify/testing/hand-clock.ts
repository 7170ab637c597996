/** A clock that a test turns by hand. */
import type { Clock } from '../clock'

interface Timer {
  atMs: number
  run: () => void
}

export class HandClock implements Clock {
  private timers = new Set<Timer>()

  constructor(private now: number) {}

  nowMs(): number {
    return this.now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.now + ms, run }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  get pending(): number {
    return this.timers.size
  }

  /** The pauses of the timers that wait, from now, the shortest first. */
  waits(): number[] {
    return [...this.timers].map(({ atMs }) => atMs - this.now).sort((a, b) => a - b)
  }

  /** Runs what comes due, in its order. */
  turn(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const [due] = [...this.timers].filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs)
      if (!due) break
      this.timers.delete(due)
      this.now = Math.max(this.now, due.atMs)
      due.run()
    }
    this.now = end
  }
}
