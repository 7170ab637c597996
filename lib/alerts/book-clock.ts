/** The time of the book. It never goes back: a clock that was set back is time that did not pass. */
import type { AlertRecord, GroupState } from './shapes'

/** Two callers may look at the clock in another order than they come; more than this is a clock that was set. */
const JITTER_MS = 60_000

export class BookClock {
  #nowMs: number

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  get nowMs(): number {
    return this.#nowMs
  }

  /** Answers by how much the clock was set back; then every time of the book has to be moved by it. */
  advance(nowMs: number): number {
    if (nowMs >= this.#nowMs) {
      this.#nowMs = nowMs
      return 0
    }
    const backMs = this.#nowMs - nowMs
    if (backMs <= JITTER_MS) return 0
    this.#nowMs = nowMs
    return backMs
  }
}

/** As if it had happened `backMs` earlier. Times of the target's clock stay. */
export function moveAlert({ alert, memory }: AlertRecord, backMs: number): void {
  const moved = (atMs: number) => atMs - backMs
  const movedOrNull = (atMs: number | null) => (atMs === null ? null : atMs - backMs)
  alert.pendingAtMs = moved(alert.pendingAtMs)
  alert.firingAtMs = movedOrNull(alert.firingAtMs)
  if (alert.held) alert.held = { ...alert.held, sinceMs: moved(alert.held.sinceMs) }
  if (alert.flapping) alert.flapping = { ...alert.flapping, sinceMs: moved(alert.flapping.sinceMs) }
  if (alert.ack) alert.ack = { ...alert.ack, atMs: moved(alert.ack.atMs) }
  memory.graceUntilMs = moved(memory.graceUntilMs)
  memory.upSinceMs = movedOrNull(memory.upSinceMs)
  memory.quietSinceMs = movedOrNull(memory.quietSinceMs)
  memory.lostAtMs = movedOrNull(memory.lostAtMs)
  memory.changedAtMs = moved(memory.changedAtMs)
  memory.factsAtMs = moved(memory.factsAtMs)
  memory.raises = memory.raises.map(moved)
}

export function moveGroup(state: GroupState, backMs: number): void {
  const movedOrNull = (atMs: number | null) => (atMs === null ? null : atMs - backMs)
  state.openedAtMs -= backMs
  if (state.gather) {
    const { fromMs, untilMs, latestMs } = state.gather
    state.gather = { fromMs: fromMs - backMs, untilMs: untilMs - backMs, latestMs: latestMs - backMs }
  }
  state.toldAtMs = movedOrNull(state.toldAtMs)
  state.openSinceMs = movedOrNull(state.openSinceMs)
}
