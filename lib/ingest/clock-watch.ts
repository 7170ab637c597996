/** Notices that a target's clock was set: by what frames say beside their order, and beside when they arrive. */
import type { AgentEvent } from '../protocol/agent-wire'
import { type FrameBlock, seqAt, timeAt } from '../protocol/frame-block'

/** Clocks are nudged by less all the time. */
const LEAST_STEP_MS = 2_000
/** A clock that flaps is told of once in so long, with how often it moved. */
const TOLD_EVERY_MS = 60_000

/**
 * Frames of one life. Back: a frame's time is before that of an earlier seq. Forward: its time is far after, while the
 * newest frames run ahead of the hub's clock by as much more than before; so a target that slept, or frames that came
 * late, are no step.
 */
export class ClockWatch {
  private lastSeq = 0
  private lastAtMs = 0
  /** How far two frames usually are apart: as the last two that rose. */
  private everyMs = 0
  /** The newest frame's time over the hub's at its arrival, the greatest since the last step: that of frames that came at once. */
  private aheadMs = Number.NEGATIVE_INFINITY
  private toldAtMs = Number.NEGATIVE_INFINITY
  private untold = 0

  /** An event where the clock moved within these frames, or between them and those before; `null` nearly always. */
  take(block: FrameBlock, nowMs: number): AgentEvent | null {
    let stepMs = 0
    let atMs = 0
    for (let row = 0; row < block.count; row++) {
      const seq = seqAt(block, row)
      if (seq <= this.lastSeq) continue
      const at = timeAt(block, row)
      const moved = this.lastSeq === 0 ? 0 : this.stepTo(at, seq)
      if (moved !== 0) {
        stepMs = moved
        atMs = at
      }
      this.lastSeq = seq
      this.lastAtMs = at
    }
    const isStep = stepMs < 0 || (stepMs > 0 && this.runsAhead(stepMs, nowMs))
    this.aheadMs = isStep ? this.lastAtMs - nowMs : Math.max(this.aheadMs, this.lastAtMs - nowMs)
    return isStep ? this.tell(stepMs, atMs, nowMs) : null
  }

  /** By how much the clock seems to have moved before this frame; 0 where it went on as usual. */
  private stepTo(atMs: number, seq: number): number {
    const passedMs = atMs - this.lastAtMs
    const usualMs = this.everyMs * (seq - this.lastSeq)
    if (passedMs < 0) return Math.min(passedMs, passedMs - usualMs) <= -LEAST_STEP_MS ? passedMs - usualMs : 0
    const stepMs = passedMs - usualMs
    if (this.everyMs > 0 && stepMs >= LEAST_STEP_MS) return stepMs
    this.everyMs = passedMs / (seq - this.lastSeq)
    return 0
  }

  private runsAhead(stepMs: number, nowMs: number): boolean {
    return this.lastAtMs - nowMs - this.aheadMs >= stepMs / 2
  }

  private tell(stepMs: number, atMs: number, nowMs: number): AgentEvent | null {
    this.untold++
    if (Math.abs(nowMs - this.toldAtMs) < TOLD_EVERY_MS) return null
    const count = this.untold
    this.untold = 0
    this.toldAtMs = nowMs
    const message = `the clock moved by ${stepMs < 0 ? '-' : '+'}${inWords(Math.abs(stepMs))}`
    return { atMs, type: 'clock-moved', level: 'warn', message, ...(count > 1 ? { count } : {}) }
  }
}

/** `1 h`, `2 min 5 s`: to the second, and of days the hours. */
function inWords(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const said = parts.filter(([amount]) => amount > 0).slice(0, 2)
  return said.length === 0 ? '0 s' : said.map(([amount, unit]) => `${amount} ${unit}`).join(' ')
}
