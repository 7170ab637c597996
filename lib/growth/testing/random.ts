/** A seeded source of numbers (mulberry32), so that every trace can be made again. */
export class Random {
  private state: number
  constructor(seed: number) {
    this.state = seed >>> 0
  }
  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }
  /** Evenly over the logarithm. */
  scale(low: number, high: number): number {
    return low * (high / low) ** this.next()
  }
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }
  /** Student's t with 3 degrees of freedom, variance 1: now and then far out. */
  heavy(): number {
    const chi = this.normal() ** 2 + this.normal() ** 2 + this.normal() ** 2
    return this.normal() / Math.sqrt(chi / 3) / Math.sqrt(3)
  }
}

/** A level that wanders and comes back (Ornstein and Uhlenbeck): standard deviation 1, forgets in `memoryS` seconds. */
export function wanderer(random: Random, memoryS: number): (stepS: number) => number {
  let level = random.normal()
  return (stepS) => {
    const keep = Math.exp(-stepS / memoryS)
    level = level * keep + Math.sqrt(1 - keep * keep) * random.normal()
    return level
  }
}
