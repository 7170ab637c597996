/** Batches that were sent to the core: who waits for each, and which the core has not answered. */
import type { KeepWaiter } from '../store'

/** A disk that has not answered for so long is told as one that refuses: nothing that came since is kept. */
const STALLED_AFTER_MS = 10_000

export class WritesUnderWay {
  /** Of frames that are not answered yet: a disk may stall for long. */
  bytes = 0
  private readonly waiters = new Map<number, (KeepWaiter | undefined)[]>()
  /** When each write was sent that is not answered yet, the oldest first. */
  private readonly sentAtMs = new Map<number, number>()

  begin(batch: number, waiters: (KeepWaiter | undefined)[], bytes: number, nowMs: number): void {
    if (waiters.length > 0) this.waiters.set(batch, waiters)
    this.bytes += bytes
    this.sentAtMs.set(batch, nowMs)
  }

  /** The core has answered, whatever it said; its frames may wait on for a later transaction. */
  answered(batch: number, bytes: number): void {
    this.bytes -= bytes
    this.sentAtMs.delete(batch)
  }

  /** Since when a write is without an answer for too long; `null`: none is. */
  stalledSinceMs(nowMs: number): number | null {
    const [sentAtMs] = this.sentAtMs.values()
    return sentAtMs !== undefined && nowMs - sentAtMs > STALLED_AFTER_MS ? sentAtMs : null
  }

  /** One waiter of a batch is told that its frames were refused, and is not told again. */
  refuse(batch: number, entry: number, error: Error): void {
    const waiters = this.waiters.get(batch)
    waiters?.[entry]?.reject(error)
    if (waiters !== undefined) waiters[entry] = undefined
  }

  finish(batch: number, how: (waiter: KeepWaiter) => void): void {
    for (const waiter of this.waiters.get(batch) ?? []) if (waiter !== undefined) how(waiter)
    this.waiters.delete(batch)
  }

  finishAll(how: (waiter: KeepWaiter) => void): void {
    for (const batch of this.waiters.keys()) this.finish(batch, how)
  }
}
