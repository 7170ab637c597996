/** Points in one answer, over all its series: forty-six series of a day at one a second, some 100 MB of JSON. */
export const POINTS_PER_ANSWER = 4_000_000

/** Throws `RangeError` with a sentence for whoever asked. */
export function refuseTooMany(points: number): void {
  if (points > POINTS_PER_ANSWER)
    throw new RangeError(
      `The answer would have more than ${POINTS_PER_ANSWER} points; ask for fewer series, a shorter range or a larger stepMs.`,
    )
}
