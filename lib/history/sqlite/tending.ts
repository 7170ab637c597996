/** The history's own work, asked of the core a piece at a time: what was to be written meanwhile is written between two pieces. */
import type { CoreState } from './core-wire'

export interface TendingParts {
  /** Has the core do one piece. */
  piece: () => Promise<CoreState>
  /** After each piece; nothing comes after `stop`. */
  onState: (state: CoreState) => void
  onFault: (error: Error) => void
}

export class Tending {
  private readonly parts: TendingParts
  private isUnderWay = false
  private isStopped = false

  constructor(parts: TendingParts) {
    this.parts = parts
  }

  /** Goes on until nothing is due any more; while it does, there is nothing to be begun. */
  async run(): Promise<void> {
    if (this.isUnderWay) return
    this.isUnderWay = true
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
  }
}
