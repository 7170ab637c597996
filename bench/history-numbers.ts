/** The numbers of a process of 30 series, the same ones for every store that is measured. */

export const SERIES = 30
/** Byte counts that wander by any number of bytes, and by whole pages; the rest are small counts. */
const BYTES = 12
const PAGES = 3

/** Park and Miller's generator: the same numbers in each run. */
export class Random {
  constructor(private seed: number) {}

  next(): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647
    return this.seed / 2_147_483_647
  }

  /** About normal, of deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next())) * Math.cos(2 * Math.PI * this.next())
  }
}

export class WanderingProcess {
  private readonly now: Float64Array
  private readonly random: Random

  constructor(seed: number) {
    this.random = new Random(seed + 1)
    this.now = Float64Array.from({ length: SERIES }, (_, series) =>
      series < BYTES + PAGES
        ? 4_096 * Math.round(5_000 + 40_000 * this.random.next())
        : Math.round(1_000 * this.random.next()),
    )
  }

  /** The next second's values; the array is used again. */
  next(): Float64Array {
    for (let series = 0; series < SERIES; series++) {
      const step = this.random.normal()
      const by =
        series < BYTES
          ? Math.round(step * 10_000)
          : series < BYTES + PAGES
            ? 4_096 * Math.round(step * 20)
            : Math.round(step * 2)
      this.now[series] = Math.max(0, (this.now[series] as number) + by)
    }
    return this.now
  }
}
