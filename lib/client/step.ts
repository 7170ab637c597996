/** How fine a picture is: one step for about two pixels, from a list that the hub's tiers divide well. */
const STEPS_MS = [
  1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
  7_200_000, 14_400_000, 43_200_000, 86_400_000,
] as const

/** Up to here the frames themselves are drawn, so that every second of an outage can be seen to be there. */
export const RAW_SPAN_MS = 600_000

/** The finest step with at most `points` steps in the span; 0 is raw. */
export function chooseStep(spanMs: number, points: number): number {
  if (spanMs <= RAW_SPAN_MS) return 0
  const coarsest = STEPS_MS[STEPS_MS.length - 1] ?? 0
  return STEPS_MS.find((stepMs) => spanMs / stepMs <= points) ?? coarsest
}

export function stepStart(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs
}
