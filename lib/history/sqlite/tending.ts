/** The history's own work, asked of the core a piece at a time: what was to be written meanwhile is written between two pieces. */
import { DueTimer } from '../../timing/due-timer'
import type { CoreState } from './core-wire'

/** Each asking is a message each way, and after a write there is seldom more to do than after the one before. */
const APART_MS = 100

export interface TendingParts {
  /** Has the core do one piece. */
  piece: () => Promise<CoreState>
  /** After each piece; nothing comes after `stop`. */
  onState: (state: CoreState) => void
  onFault: (error: Error) => void
}

export class Tending {
  private readonly parts: TendingParts
  private readonly due = new DueTimer(() => void this.run())
  private isUnderWay = false
  private isStopped = false

  constructor(parts: TendingParts) {
    this.parts = parts
  }

  /** Something was written: begins within a moment, so that many writes are followed by one look. */
  soon(): void {
    if (!this.isUnderWay && !this.isStopped) this.due.within(APART_MS)
  }

  /** Goes on until nothing is due any more; while it does, there is nothing to be begun. */
  async run(): Promise<void> {
    if (this.isUnderWay) return
    this.isUnderWay = true
    this.due.cancel()
    try {
      for (let hasMore = true; hasMore && !this.isStopped;) {
        const state = await this.parts.piece()
        hasMore = state.hasMore
        if (!this.isStopped) this.parts.onState(state)
      }
    } catch (error) {
      if (!this.isStopped) this.parts.onFault(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.isUnderWay = false
    }
  }

  stop(): void {
    this.isStopped = true
    this.due.cancel()
  }
}
