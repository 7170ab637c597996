/** One window of a series as the floor's rule sees it. */
export interface FloorWindow {
  startMs: number
  endMs: number
  floor: number
  mean: number
  /** How much the second half's mean is above the first half's; 0 where it is below. */
  rise: number
  /** The load in it (requests a second, or clients), NaN where it is not known. */
  load: number
}

// A floor of fewer samples is any value.
const MIN_SAMPLES = 4

/** Cuts a series into windows one after the other: the lowest value, the mean, and the mean load of each. */
export class FloorWindows {
  readonly #windowMs: number
  #startMs = Number.NaN
  #samples = 0
  #floor = Number.POSITIVE_INFINITY
  #sum = 0
  #earlySamples = 0
  #earlySum = 0
  #loadSamples = 0
  #loadSum = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Answers the window that this sample closes; the sample itself is the first of the next one. */
  add(atMs: number, value: number, load: number): FloorWindow | undefined {
    if (Number.isNaN(this.#startMs) || atMs < this.#startMs) this.restart(atMs)
    const full = atMs - this.#startMs >= this.#windowMs && this.#samples >= MIN_SAMPLES
    const closed = full ? this.#close(atMs) : undefined
    if (full) this.restart(atMs)
    this.#samples++
    this.#floor = Math.min(this.#floor, value)
    this.#sum += value
    if (atMs - this.#startMs < this.#windowMs / 2) {
      this.#earlySamples++
      this.#earlySum += value
    }
    if (!Number.isNaN(load)) {
      this.#loadSamples++
      this.#loadSum += load
    }
    return closed
  }

  restart(atMs: number): void {
    this.#startMs = atMs
    this.#samples = 0
    this.#floor = Number.POSITIVE_INFINITY
    this.#sum = 0
    this.#earlySamples = 0
    this.#earlySum = 0
    this.#loadSamples = 0
    this.#loadSum = 0
  }

  #close(endMs: number): FloorWindow {
    const lateMean = (this.#sum - this.#earlySum) / (this.#samples - this.#earlySamples)
    const rise = lateMean - this.#earlySum / this.#earlySamples
    return {
      startMs: this.#startMs,
      endMs,
      floor: this.#floor,
      mean: this.#sum / this.#samples,
      rise: rise > 0 && Number.isFinite(rise) ? rise : 0,
      load: this.#loadSamples === 0 ? Number.NaN : this.#loadSum / this.#loadSamples,
    }
  }
}
