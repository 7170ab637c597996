/** The colour and the dashes by which a run is known in every picture of its investigation. */
export interface RunLook {
  /** A colour token. */
  color: string
  dash: string | undefined
}

const COLORS = 4
const DASHES = [undefined, '6 3', '2 3', '9 3 2 3'] as const

/** Runs that share a colour have other dashes. */
export function runLook(at: number): RunLook {
  return { color: `series-${(at % COLORS) + 1}`, dash: DASHES[Math.floor(at / COLORS) % DASHES.length] }
}
