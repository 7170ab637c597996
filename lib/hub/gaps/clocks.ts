/** The hub was away by its own clock, and frames are absent by the target's. */

/** Less is the way of a frame to the hub, and what clocks differ by anyway. */
const LEAST_AHEAD_MS = 3_000

export interface Span {
  fromMs: number
  toMs: number
}

/** A time on a target's clock as the hub's would tell it. `aheadMs`: by how much the target's runs ahead; `null` where that is not known. */
export function onHubClock({ fromMs, toMs }: Span, aheadMs: number | null): Span {
  const byMs = aheadMs !== null && Math.abs(aheadMs) > LEAST_AHEAD_MS ? aheadMs : 0
  return { fromMs: fromMs - byMs, toMs: toMs - byMs }
}
