/** The levels of detail at which frames are kept. */
export const RAW = 1
export const TEN_SECONDS = 10_000
export const FIVE_MINUTES = 300_000

/** From fine to coarse; a tier's name is the milliseconds that a point stands for (raw: the clock's resolution). */
export const TIERS = [RAW, TEN_SECONDS, FIVE_MINUTES] as const
export type Tier = (typeof TIERS)[number]

/**
 * The coarsest tier that answers steps of `stepMs`: exactly where its points divide the step, and where the step is so much
 * longer that a point counted whole in the step where it starts is no more than an eighth of it.
 */
export function tierForStep(stepMs: number): Tier {
  for (const tier of [FIVE_MINUTES, TEN_SECONDS] as const) if (stepMs % tier === 0 || stepMs >= tier * 8) return tier
  return RAW
}

export function finer(tier: Tier): Tier | undefined {
  return TIERS[TIERS.indexOf(tier) - 1]
}

export function coarser(tier: Tier): Tier | undefined {
  return TIERS[TIERS.indexOf(tier) + 1]
}
