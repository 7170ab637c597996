// Times of six million messages in a fixed number of counters: one for each millisecond up to a minute.
const LONGEST_MS = 60_000

export class Histogram {
  #counts = new Uint32Array(LONGEST_MS + 1)
  #total = 0

  add(ms) {
    this.#counts[Math.min(LONGEST_MS, Math.max(0, Math.round(ms)))]++
    this.#total++
  }

  get total() {
    return this.#total
  }

  /** How many were longer than `ms`. */
  above(ms) {
    return this.#counts.subarray(ms + 1).reduce((sum, count) => sum + count, 0)
  }

  /** p50, p95, p99 and max in ms; `null` where nothing was added. */
  read() {
    return { p50: this.#at(0.5), p95: this.#at(0.95), p99: this.#at(0.99), max: this.#at(1) }
  }

  #at(share) {
    if (this.#total === 0) return null
    let seen = 0
    for (let ms = 0; ms <= LONGEST_MS; ms++) {
      seen += this.#counts[ms]
      if (seen >= this.#total * share) return ms
    }
    return LONGEST_MS
  }
}

/** In which seconds of a run something was late. */
export class LateSeconds {
  #seconds = new Map()

  add(second) {
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1)
  }

  /** `[from, to, how many]` of each stretch of seconds, the greatest first. */
  read() {
    const stretches = []
    for (const [second, count] of [...this.#seconds].sort(([a], [b]) => a - b)) {
      const last = stretches.at(-1)
      if (last && second - last[1] <= 2) {
        last[1] = second
        last[2] += count
      } else stretches.push([second, second, count])
    }
    return stretches.sort((a, b) => b[2] - a[2])
  }
}
