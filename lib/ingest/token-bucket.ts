/** A rate with room for bursts: what one agent may cost the hub. */
export interface RateLimit {
  perSecond: number
  burst: number
}

export class TokenBucket {
  readonly #limit: RateLimit
  #tokens: number
  #filledAtMs: number

  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit
    this.#tokens = limit.burst
    this.#filledAtMs = nowMs
  }

  /** Whether `cost` fits now; what does not fit takes nothing. */
  take(cost: number, nowMs: number): boolean {
    const gained = (Math.max(0, nowMs - this.#filledAtMs) / 1000) * this.#limit.perSecond
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + gained)
    this.#filledAtMs = nowMs
    if (cost > this.#tokens) return false
    this.#tokens -= cost
    return true
  }
}
