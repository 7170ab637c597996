/** What the growth detector may be told. Every other number in `lib/growth` is explained where it stands. */

export interface GrowthSettings {
  /**
   * How long a warm-up may last that the process does not report (caches without `fill`, compilation, pools). Milliseconds.
   * Until a life is that old, a rise that could be a warm-up is not called growth.
   */
  warmUpMs: number
  /** A slope that needs longer than this to matter is `steady`, with the slope shown. Milliseconds. */
  horizonMs: number
  /**
   * What "to matter" is where no limit is known: a rise by this share of the level; where a limit is known, by this
   * share of the limit.
   */
  materialShare: number
  /** The false-alarm budget; `docs/growth.md`, rule G9, says how it is spent. */
  falseFlagsPerThousandSeriesMonth: number
}

export const DEFAULT_GROWTH_SETTINGS: GrowthSettings = {
  warmUpMs: 40 * 60_000,
  horizonMs: 30 * 24 * 3_600_000,
  materialShare: 0.1,
  falseFlagsPerThousandSeriesMonth: 1,
}
